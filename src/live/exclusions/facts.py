"""What upper features hear of exclusions."""

from uuid import UUID

from kit.facts import Fact


class Removed(Fact, frozen=True):
    """Somebody was removed from the hall of an event."""

    event_id: UUID
    person_id: UUID
