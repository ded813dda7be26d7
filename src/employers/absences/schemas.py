"""What goes in and out about absences."""

from datetime import date
from uuid import UUID

import msgspec


class AbsenceForm(msgspec.Struct, kw_only=True):
    """Who is away from a day until a day, both included, and who covers; nobody named is oneself."""

    cover_id: UUID
    from_on: date
    until_on: date
    absent_id: UUID | None = None


class AbsenceView(msgspec.Struct, frozen=True, kw_only=True):
    """An absence that runs or is still to come."""

    id: UUID
    absent_id: UUID
    absent: str
    cover_id: UUID
    cover: str
    from_on: date
    until_on: date
    running: bool


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """Who covers for somebody today, and until when."""

    cover_id: UUID
    name: str
    until: date
