"""What a row of the file means beside the row that is here, and what both said last: pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import msgspec

Values = dict[str, Any]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A value that is not the same here and in the file; ``conflict`` if both changed since last time."""

    field: str
    ours: Any
    theirs: Any
    conflict: bool


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it, so that what means the same is the same."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value.strip().replace("\r\n", "\n")
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value


def differences(last: Mapping[str, Any] | None, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[Difference]:
    """Return what differs, and which of it both sides changed since ``last``.

    What only changed here stays and is no difference. Without a last time nobody can say who changed
    it: that is a conflict.
    """
    found = []
    for field, value in theirs.items():
        here = ours.get(field)
        before = (last or {}).get(field, ...)
        if value not in (here, before):
            found.append(Difference(field=field, ours=here, theirs=value, conflict=before != here))
    return found


def to_write(found: list[Difference], *, take: bool) -> Values:
    """Return the values of the file that are written: conflicting ones only where they are to be taken."""
    return {one.field: one.theirs for one in found if take or not one.conflict}
