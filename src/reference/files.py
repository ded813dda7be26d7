"""Reading the official CSV files: whole, or refused with the line."""

import csv
from collections.abc import Collection, Iterator
from pathlib import Path

from reference.errors import BadFile


def rows(path: Path, columns: tuple[str, ...], delimiter: str = ",") -> Iterator[dict[str, str]]:
    """Yield the rows of a UTF-8 CSV file that has at least these columns.

    Raises BadFile where a column is missing, a row is short or long, or the bytes are not UTF-8.
    """
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter=delimiter, strict=True)
            _expect(path, columns, reader.fieldnames or [])
            for row in reader:
                line = reader.line_num
                if None in row or None in row.values():
                    raise BadFile(path.name, line, f"expected {len(reader.fieldnames or [])} columns")
                yield row
    except UnicodeDecodeError as wrong:
        raise BadFile(path.name, line + 1, f"not UTF-8: {wrong.reason}") from wrong
    except csv.Error as wrong:
        raise BadFile(path.name, line + 1, str(wrong)) from wrong


def required(path: Path, row: dict[str, str], line: int, column: str) -> str:
    """Return a cell that may not be empty."""
    value = row[column].strip()
    if not value:
        raise BadFile(path.name, line, f"{column} is empty")
    return value.replace("''", "'")


def _expect(path: Path, columns: tuple[str, ...], found: Collection[str]) -> None:
    missing = [column for column in columns if column not in found]
    if missing:
        raise BadFile(path.name, 1, f"missing columns: {', '.join(missing)}")
