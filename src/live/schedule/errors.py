"""Why the schedule may refuse."""

from kit.errors import Conflict, Invalid


class OutsideTheEvent(Invalid):
    """The session would not lie within the event, or begins in the past."""

    field = "starts_at"
    message = "Choose a time that is still to come, within the event: %(hours)s."


class PresentsThen(Invalid):
    """The stand presents at that time."""

    field = "starts_at"
    message = "This stand presents then already: %(title)s."


class SessionBegun(Conflict):
    """The session has begun or was taken off."""

    message = "This session has begun, is over or was taken off: it stays as it is."


class TooLateToRemind(Conflict):
    """The session begins without a reminder."""

    message = "This session has begun, or will not take place: there is nothing to be reminded of."
