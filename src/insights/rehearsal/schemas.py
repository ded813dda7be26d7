"""What goes in and out about rehearsals."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from insights.rehearsal.rules.day import Rehearsed


class RehearseForm(msgspec.Struct, kw_only=True):
    """How often the day is played, with which seed, and how many come without a time in an hour."""

    runs: Annotated[int, msgspec.Meta(ge=5, le=500)] = 60
    seed: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 1
    walk_ins: Annotated[int, msgspec.Meta(ge=0, le=1_000)] = 0


class Waited(msgspec.Struct, frozen=True, kw_only=True):
    """How long people waited at a stand, in minutes: half of them no longer, nine in ten no longer; ``of`` noted."""

    stand: str
    of: int
    p50: float
    p90: float


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """What happened so far: interviews that are over, who came, who did not, who was hired; how long they waited.

    ``waited`` is over all stands, None where nobody noted when talks began.
    """

    over: int
    came: int
    absent: int
    hired: int
    waited: Waited | None = None
    stands: list[Waited] = []


class RehearsalView(msgspec.Struct, frozen=True, kw_only=True):
    """The last rehearsal of an event, with what was assumed, beside what happened.

    ``expected`` counts who is booked, offered a time or planned now, ``booked`` those of them who are booked.
    """

    event_id: UUID
    event: str
    expected: int
    booked: int
    walk_ins: int
    no_show: dict[str, float]
    hired: float
    reminded: bool
    waiting: bool
    made_at: datetime | None
    result: Rehearsed | None
    happened: Happened
