"""What other packages must hear about slots."""

from uuid import UUID

from kit.facts import Fact


class SlotsOpened(Fact, frozen=True):
    """A stand has further slots."""

    stand_id: UUID
    slot_ids: tuple[UUID, ...]
