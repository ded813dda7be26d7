"""Why a shortlist may be refused."""

from kit.errors import Conflict, Invalid, NotFound


class NeedNotHere(NotFound):
    """The event does not recruit for this need."""

    message = "This event does not recruit for this need."


class ListByHand(Conflict):
    """The score makes no list for this need."""

    message = "The list of this need is made by hand. Add candidates yourself, or let the score propose again."


class AlreadyListed(Conflict):
    """The candidate is on the list."""

    message = "This candidate is on the list already."


class ReasonNeeded(Invalid):
    """A refusal has a reason."""

    field = "reason"
    message = "Write in a few words why: the person may ask."
