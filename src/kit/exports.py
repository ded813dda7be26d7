"""Tables that people take away: CSV as French spreadsheets open it, and workbooks."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import xlsxwriter

Cell: TypeAlias = str | int | float | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a table as CSV: UTF-8 with a mark, semicolons, a dot in decimals.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    written = io.StringIO(newline="")
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(headings)
    table.writerows([[_cell(cell) for cell in row] for row in rows])
    return written.getvalue().encode("utf-8-sig")


def workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]], hidden: str = "") -> bytes:
    """Write sheets as XLSX; the first row of each has its headings. No text is ever run as a formula.

    The sheet that is ``hidden`` is for us to read, not for people.
    """
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(at, column, cell, None if at else bold)
                    elif cell is not None:
                        sheet.write_number(at, column, cell)
            if name == hidden:
                sheet.hide()
            else:
                sheet.autofit()
    return written.getvalue()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.4f}"
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text
