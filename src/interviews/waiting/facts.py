"""What other features must hear about waiting lists."""

from uuid import UUID

from kit.facts import Fact


class PlaceGivenUp(Fact, frozen=True):
    """An offered place was passed on, or the offer ran out."""

    entry_id: UUID
    slot_id: UUID | None
