"""What goes in and out about workbooks."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec

from web.workbook.layout import Part


class Fate(StrEnum):
    """What becomes of one row; ``gone`` ones are here and not in the file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    GONE = "gone"
    LEFT_OUT = "left_out"


class Rest(StrEnum):
    """Whose value holds in a conflict that nobody chose for."""

    OURS = "ours"
    THEIRS = "theirs"


class Options(msgspec.Struct, kw_only=True):
    """How a workbook is taken in; ``take`` names the rows whose conflicts the file wins."""

    open_clean: bool = True
    write_letters: bool = False
    drop_gone: bool = False
    rest: Rest = Rest.OURS
    take: tuple[str, ...] = ()

    def takes(self, row_id: str) -> bool:
        """Say whether the file wins a row's conflicts."""
        return self.rest is Rest.THEIRS or row_id in self.take


class BookForm(msgspec.Struct, kw_only=True):
    """A workbook as a program sends it: XLSX in Base64, and how it is taken in."""

    content: Annotated[bytes, msgspec.Meta(max_length=5_000_000)]
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    options: Options = msgspec.field(default_factory=Options)


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A value in words, here and in the file."""

    column: str
    ours: str
    theirs: str
    conflict: bool


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one row; ``errors`` and ``notes`` say what about which cell, such as "Besoins!D14"."""

    id: str
    part: Part
    number: int
    label: str
    fate: Fate
    errors: dict[str, str] = {}
    notes: dict[str, str] = {}
    differences: list[Said] = []


class BookReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a workbook would become, or became."""

    rows: list[Outcome]

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """The number of rows of each fate, by sheet, for the sheets there are."""
        found: dict[str, dict[str, int]] = {}
        for row in self.rows:
            of = found.setdefault(row.part.value, dict.fromkeys((fate.value for fate in Fate), 0))
            of[row.fate.value] += 1
        return found

    def of(self, *fates: Fate) -> list[Outcome]:
        """Return the rows of some fates."""
        return [row for row in self.rows if row.fate in fates]


class BookView(msgspec.Struct, frozen=True, kw_only=True):
    """A workbook that was looked at, or taken in; unchanged rows are only counted."""

    id: UUID
    confirmed: bool
    counts: dict[str, dict[str, int]]
    rows: list[Outcome]


Columns = dict[str, Any]
