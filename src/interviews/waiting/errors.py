"""Why waiting may be refused."""

from kit.errors import Conflict


class NothingToWaitFor(Conflict):
    """A place is free now."""

    message = "A place is free now: choose it."


class NotWaiting(Conflict):
    """Nobody waits with this entry any more."""

    message = "This place on the waiting list was given up or used already."


class OfferOver(Conflict):
    """The offer ran out."""

    message = "This offer has run out, and the place went to the next person. You can join the list again."


class AcceptToWait(Conflict):
    """The proposal was not accepted."""

    message = "Accept the proposal first, then join the waiting list."
