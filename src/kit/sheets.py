"""Tables that people send: XLSX or CSV, in whichever encoding and with whichever separator."""

import csv
import io
import re
from collections.abc import Mapping
from zipfile import BadZipFile

import charset_normalizer
import msgspec
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from kit.errors import Invalid
from kit.text import folded

ZIP = b"PK\x03\x04"
MOST_ROWS = 20_000
_FRENCH_DATE = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")


class Unreadable(Invalid):
    """The file is no table."""

    field = "file"
    message = "This file cannot be read. Send a table as XLSX or CSV, with the headings in its first row."


class TooLong(Invalid):
    """The table has more rows than one import takes."""

    field = "file"
    message = "This table is too long. Send at most %(most)s rows at a time."


class MissingColumns(Invalid):
    """The table lacks columns that are needed."""

    field = "file"
    message = "These columns are missing: %(columns)s."


class Row(msgspec.Struct, frozen=True):
    """One row: its number as a spreadsheet shows it, and its cells by field."""

    number: int
    cells: dict[str, str]


def read(content: bytes, headings: Mapping[str, str], needed: tuple[str, ...]) -> list[Row]:
    """Return the rows of a table; ``headings`` gives the field of each folded heading.

    Raises Unreadable, TooLong or MissingColumns.
    """
    table = _xlsx(content) if content.startswith(ZIP) else _csv(content)
    if not table:
        raise Unreadable
    if len(table) > MOST_ROWS:
        raise TooLong(most=MOST_ROWS)
    fields = [headings.get(folded(heading), "") for heading in table[0]]
    if missing := [field for field in needed if field not in fields]:
        known = {field: heading for heading, field in reversed(list(headings.items()))}
        raise MissingColumns(columns=", ".join(known[field] for field in missing))
    return [
        Row(number, {field: cell.strip() for field, cell in zip(fields, cells, strict=False) if field})
        for number, cells in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]


def iso_date(text: str) -> str:
    """Return "9/6/2027" as "2027-06-09" and cut midnight off a spreadsheet's date; other texts stay."""
    if match := _FRENCH_DATE.match(text):
        day, month, year = match.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return text.removesuffix(" 00:00:00")


def _xlsx(content: bytes) -> list[list[str]]:
    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except (CalamineError, PasswordError, BadZipFile, IndexError, OSError, ValueError) as wrong:
        raise Unreadable from wrong
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _csv(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    separator = max((";", ",", "\t"), key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as wrong:
        raise Unreadable from wrong


def _decoded(content: bytes) -> str:
    if b"\0" in content:
        raise Unreadable
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = charset_normalizer.from_bytes(content, cp_isolation=["cp1252", "latin-1"]).best()
        if best is None:
            raise Unreadable from None
        return str(best)
