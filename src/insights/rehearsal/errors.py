"""Why a day cannot be rehearsed."""

from kit.errors import Conflict


class NothingToPlay(Conflict):
    """No interview is booked."""

    message = "Nobody has a time at this event yet, so there is nothing to rehearse."


class TooLongToPlay(Conflict):
    """The play took too long."""

    message = "The rehearsal took too long. Try it with fewer runs."
