"""What goes in about the schedule."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec


class SessionForm(msgspec.Struct, kw_only=True):
    """A group session; ``starts_at`` in the event's own hours, written without an offset."""

    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"\S")]
    stand_id: UUID
    starts_at: Annotated[datetime, msgspec.Meta(tz=False, examples=["2027-03-10T09:00:00"])]
    minutes: Annotated[int, msgspec.Meta(ge=10, le=120)] = 30


class RemindForm(msgspec.Struct, kw_only=True):
    """Be reminded of a session, or not any more; a helper says who."""

    stop: bool = False
    candidate_id: UUID | None = None
