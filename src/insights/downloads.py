"""Tables as answers."""

from collections.abc import Sequence

from litestar import Response

from kit.exports import Cell, csv_file


def download(name: str, table: Sequence[Sequence[Cell]]) -> Response[bytes]:
    """Answer with a table as a CSV file; its first row is its headings."""
    headings, *rows = table
    return Response(
        content=csv_file([str(cell) for cell in headings], rows),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.csv"'},
    )
