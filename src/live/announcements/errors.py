"""Why an announcement may be refused."""

from kit.errors import Conflict, Invalid


class EventOver(Conflict):
    """Nobody is in the hall any more."""

    message = "This event is over: nobody would read it."


class OutsideTheDay(Invalid):
    """The moment is past, or on another day than the event's."""

    field = "at"
    message = "Choose a moment that is still to come, on a day of the event and before its end."
