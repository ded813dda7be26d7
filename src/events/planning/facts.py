"""What other packages must hear about events."""

from uuid import UUID

from kit.facts import Fact


class EventCancelled(Fact, frozen=True):
    """An event will not take place."""

    event_id: UUID
    by_id: UUID
