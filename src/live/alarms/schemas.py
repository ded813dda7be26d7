"""What goes out about alarms, and what was done."""

from datetime import datetime
from uuid import UUID

import msgspec

from live.alarms.models import Kind


class LogLine(msgspec.Struct, frozen=True, kw_only=True):
    """What happened: an alarm from ``at`` to ``ended_at``, or an act of somebody."""

    id: UUID
    kind: Kind
    at: datetime
    ended_at: datetime | None
    stand_id: UUID | None
    company: str
    by: str | None
    mine: bool
    number: int
    to: str
    said: str


class AlarmView(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm that is due: for how many minutes, how many people it is about, and what was done meanwhile."""

    kind: Kind
    stand_id: UUID | None
    company: str
    since: datetime
    minutes: int
    number: int
    acts: list[LogLine]
