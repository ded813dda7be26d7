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


class SlotHeld(SlotTaken):
    """Somebody else is about to confirm the slot."""

    message = "Somebody is choosing this time just now. Here are the nearest ones that are free."


class TooLate(WithAlternatives):
    """The slot has begun, or is too near."""

    message = "It is too late to take this time. Here are the nearest ones that are free."


class NotToday(Conflict):
    """Nobody is late for another day."""

    message = "You can say on the day itself that you are late. Until then, choose another time."


class LimitReached(Conflict):
    """The adviser allows no further interview."""

    message = (
        "At this event one person can have %(most)s interviews at the same time, and you have them. "
        "Cancel one of them to book this one, or ask your adviser."
    )


class CompanyLimitReached(LimitReached):
    """The adviser allows one interview per company."""

    kind = "limit-reached"
    message = (
        "At this event one person can meet each company once, and you already have an interview there. "
        "Cancel it to book this one, or ask your adviser."
    )


class HoldExtended(Conflict):
    """A hold can be made longer once."""

    message = "This time was kept longer once already. Confirm it now, or choose again."


class HoldOver(WithAlternatives):
    """The hold ran out."""

    message = "This time is not kept for you any more. Here are the nearest ones that are free."


class RecruiterBusy(Conflict):
    """The colleague has another interview at that time."""

    message = "This colleague has another interview at this time. Choose somebody else."


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
    """The interview has begun, or is too near."""

    kind = "too-late"
    message = (
        "It is too late to cancel this interview here: at this event it can be done until %(minutes)s minutes "
        "before. Call your adviser."
    )


class TooLateToMove(Conflict):
    """The interview has begun, or is too near."""

    kind = "too-late"
    message = (
        "It is too late to move this interview here: at this event it can be done until %(minutes)s minutes "
        "before. Call your adviser."
    )


class NotYet(Conflict):
    """The interview has not begun."""

    message = "This can be noted once the day has begun."


class WhyNot(Invalid):
    """Not retaining somebody has a reason."""

    field = "reason"
    message = "Write in a few words why: the person gets an answer."
