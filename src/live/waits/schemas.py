"""What is known of lines in numbers."""

from uuid import UUID

import msgspec


class LineCount(msgspec.Struct, frozen=True, kw_only=True):
    """The line of a stand in numbers: ``tables`` receive people, talks took ``lengths`` minutes lately."""

    open: bool
    waiting: int
    tables: int
    lengths: tuple[float, ...]


class PlaceInLine(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a line: so many wait before it."""

    id: UUID
    stand_id: UUID
    ahead: int
