"""What goes in and out about requests for more times."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from interviews.requests.models import RequestStatus


class AskForm(msgspec.Struct, kw_only=True):
    """A question to the recruiters of a stand: so many more times on a day of the event."""

    stand_id: UUID
    day: date
    count: Annotated[int, msgspec.Meta(ge=1, le=200)]


class DeclineForm(msgspec.Struct, kw_only=True):
    """Why not."""

    reason: Annotated[str, msgspec.Meta(max_length=400)] = ""


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """What could be asked of a company: the stand, the day on which most fits, and how many times."""

    stand_id: UUID
    event: str
    day: date
    count: int


class RequestView(msgspec.Struct, frozen=True, kw_only=True):
    """A request; ``times`` are those that a yes opens now, with the number of each one's table."""

    id: UUID
    company_id: UUID
    company: str
    event_id: UUID
    event: str
    timezone: str
    day: date
    count: int
    opened: int
    status: RequestStatus
    asked_by: str
    asked_at: datetime
    reason: str
    times: list[tuple[int, datetime, datetime]] = []
