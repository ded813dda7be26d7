"""What goes in and out about registrations."""

from uuid import UUID

import msgspec

from events.planning.models import EventFormat


class RegistrationForm(msgspec.Struct, kw_only=True):
    """Come, or take part online; a helper says for whom."""

    format: EventFormat
    candidate_id: UUID | None = None


class GiveBackForm(msgspec.Struct, kw_only=True):
    """Give the seat back; a helper says whose."""

    candidate_id: UUID | None = None


class RegistrationView(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate's seat."""

    event_id: UUID
    candidate_id: UUID
    format: EventFormat
