"""What other packages must hear about registrations."""

from uuid import UUID

from events.planning.models import EventFormat
from kit.facts import Fact


class SeatFreed(Fact, frozen=True):
    """A seat was given back."""

    event_id: UUID
    format: EventFormat
