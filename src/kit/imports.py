"""What an import would do, or did, line by line."""

from enum import StrEnum

import msgspec


class Action(StrEnum):
    """What becomes of one line."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    CLOSED = "ended"
    REFUSED = "left_out"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a file; ``errors`` says what is wrong in which column."""

    number: int
    label: str
    action: Action
    errors: dict[str, str] = {}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Every line of a file, and how many there are of each kind."""

    lines: list[Line]

    def count(self, action: Action) -> int:
        """Return how many lines have this fate."""
        return sum(line.action is action for line in self.lines)

    @property
    def counts(self) -> dict[str, int]:
        """The number of lines of each kind, for those there are."""
        return {action.value: self.count(action) for action in Action if self.count(action)}
