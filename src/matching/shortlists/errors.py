"""Why a shortlist may be refused."""

from kit.errors import Invalid, NotFound


class NeedNotHere(NotFound):
    """The event does not recruit for this need."""

    message = "This event does not recruit for this need."


class ReasonNeeded(Invalid):
    """A refusal has a reason."""

    field = "reason"
    message = "Write in a few words why: the person may ask."
