"""What other packages must hear about interviews."""

from uuid import UUID

from kit.facts import Fact


class SlotFreed(Fact, frozen=True):
    """A slot that was booked is free again."""

    slot_id: UUID
    event_id: UUID
    stand_id: UUID


class CalledOff(Fact, frozen=True):
    """An interview is cancelled."""

    interview_id: UUID


class Concluded(Fact, frozen=True):
    """The outcome of an interview is written."""

    interview_id: UUID
