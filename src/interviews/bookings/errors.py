"""Why a booking may be refused."""

from typing import Any

from interviews.slots.schemas import SlotCard
from kit.errors import Conflict, Invalid, NotFound


class SlotNotFound(NotFound):
    """No such slot for this proposal."""

    message = "This time does not exist, or is not open for this job."


class WithAlternatives(Conflict):
    """A refusal that shows the nearest free slots."""

    def __init__(self, alternatives: list[SlotCard], **details: Any) -> None:
        super().__init__(**details)
        self.alternatives = alternatives


class SlotTaken(WithAlternatives):
    """Somebody else booked the slot first."""

    message = "Somebody has just taken this time. Here are the nearest ones that are free."


class CandidateBusy(WithAlternatives):
    """The candidate has another interview at that time."""

    message = "There is already another interview at this time. Here are the nearest times that are free."


class TooLate(WithAlternatives):
    """The slot has begun."""

    message = "This time has already begun. Here are the nearest ones that are free."


class AlreadyBooked(Conflict):
    """The proposal has its interview."""

    message = "A time is already booked for this job. Cancel it first to choose another one."


class AcceptFirst(Conflict):
    """The proposal was not accepted."""

    message = "Accept the proposal first, then choose a time."


class AlreadyCancelled(Conflict):
    """The interview does not stand any more."""

    message = "This interview was already cancelled. Nothing more is to be done."


class TooLateToCancel(Conflict):
    """The interview has begun."""

    message = "This interview has already begun: it cannot be cancelled any more."


class NotYet(Conflict):
    """The interview has not begun."""

    message = "This can be noted once the day has begun."


class WhyNot(Invalid):
    """Not retaining somebody has a reason."""

    field = "reason"
    message = "Write in a few words why: the person gets an answer."
