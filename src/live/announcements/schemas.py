"""What goes in and out about announcements."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec


class AnnounceForm(msgspec.Struct, kw_only=True):
    """A message to the hall; ``at`` in the event's own hours, written without an offset, at once without it.

    With ``stand_id`` only those read it who have a place in that stand's line.
    """

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=400, pattern=r"\S")]
    at: Annotated[datetime, msgspec.Meta(tz=False, examples=["2027-03-10T10:30:00"])] | None = None
    stand_id: UUID | None = None


class AnnouncementCard(msgspec.Struct, frozen=True, kw_only=True):
    """An announcement as the hall reads it; ``company`` is whose line it is for, empty for everybody."""

    id: UUID
    text: str
    at: datetime
    stand_id: UUID | None
    company: str


class AnnouncementView(msgspec.Struct, frozen=True, kw_only=True):
    """An announcement as advisers see it, with who wrote it."""

    card: AnnouncementCard
    by: str
    taken_back_at: datetime | None
