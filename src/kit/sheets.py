"""Tables that people send: XLSX or CSV, in whichever encoding and with whichever separator."""

import csv
import io
import re
import zlib
from collections.abc import Mapping
from zipfile import BadZipFile, ZipFile

import charset_normalizer
import msgspec
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from kit.errors import Invalid
from kit.text import folded

ZIP = b"PK\x03\x04"
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_BYTES = 100_000_000  # unpacked
_PLACE = re.compile(rb"<(?:\w+:)?(?:c|row)\b[^>]{0,400}?\sr=[\"']([A-Z]{0,4})(\d{1,9})[\"']")
_FRENCH_DATE = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")


_WRONG = (
    CalamineError,
    PasswordError,
    BadZipFile,
    IndexError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    zlib.error,
)


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


class Sheet(msgspec.Struct, frozen=True):
    """One sheet of a workbook: its name, the field of each column (empty for unknown ones), and its rows."""

    name: str
    fields: list[str]
    rows: list[Row]

    def cell(self, number: int, field: str = "") -> str:
        """Return what people call a cell: "Besoins!D14"; the row alone for a field without a column."""
        column = letters(self.fields.index(field)) if field in self.fields else ""
        return f"{self.name}!{column}{number}"


def letters(column: int) -> str:
    """Return what a spreadsheet calls a column: 0 is A, 26 is AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def read_book(content: bytes, known: Mapping[str, Mapping[str, str]]) -> dict[str, Sheet]:
    """Return the sheets of a workbook that are ``known``: folded name → folded heading → field.

    The first row that holds anything has the headings; rows are numbered as the spreadsheet numbers them.
    Raises Unreadable or TooLong.
    """
    if not content.startswith(ZIP):
        raise Unreadable
    found = {}
    for name, table in _tables(content, known).items():
        first = next((at for at, row in enumerate(table) if any(row)), None)
        if first is None:
            continue
        headings = known[folded(name)]
        fields = [headings.get(folded(heading), "") for heading in table[first]]
        rows = [
            Row(number, _by_field(fields, cells))
            for number, cells in enumerate(table[first + 1 :], start=first + 2)
            if any(cell.strip() for cell in cells)
        ]
        found[folded(name)] = Sheet(name, fields, rows)
    return found


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


def _by_field(fields: list[str], cells: list[str]) -> dict[str, str]:
    """Return the cells by field; of two columns for one field the first that says something holds."""
    found: dict[str, str] = {}
    for field, cell in zip(fields, cells, strict=False):
        if field and not found.get(field):
            found[field] = cell.strip()
    return found


def iso_date(text: str) -> str:
    """Return "9/6/2027" as "2027-06-09" and cut midnight off a spreadsheet's date; other texts stay."""
    if match := _FRENCH_DATE.match(text):
        day, month, year = match.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return text.removesuffix(" 00:00:00")


def _xlsx(content: bytes) -> list[list[str]]:
    _ensure_small(content)
    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except _WRONG as wrong:
        raise Unreadable from wrong
    return [[_cell(cell) for cell in row] for row in rows]


def _tables(content: bytes, known: Mapping[str, Mapping[str, str]]) -> dict[str, list[list[str]]]:
    """Return the cells of the sheets that are known, by name, from the very first row on."""
    _ensure_small(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        tables = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
            if folded(name) in known
        }
    except _WRONG as wrong:
        raise Unreadable from wrong
    return {name: [[_cell(cell) for cell in row] for row in rows] for name, rows in tables.items()}


def _ensure_small(content: bytes) -> None:
    """Refuse a workbook that would fill the memory: its reader makes room for every cell up to the last one.

    Raises TooLong, or Unreadable for what is no ZIP file.
    """
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_BYTES:
                raise TooLong(most=MOST_ROWS)
            if packed.testzip():
                raise Unreadable
            for one in packed.infolist():
                if "worksheets/" in one.filename.replace("\\", "/").lower():
                    _ensure_near(packed.read(one))
    except _WRONG as wrong:
        raise Unreadable from wrong


def _ensure_near(sheet: bytes) -> None:
    """Refuse a sheet with a cell far away. Raises TooLong."""
    for place in _PLACE.finditer(sheet):
        column = 0
        for letter in place.group(1):
            column = column * 26 + letter - ord("@")
        if column > MOST_COLUMNS or int(place.group(2)) > MOST_ROWS:
            raise TooLong(most=MOST_ROWS)


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
