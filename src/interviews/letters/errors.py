"""Why a letter may not be tried again."""

from kit.errors import Conflict


class NotGivenUp(Conflict):
    """The letter waits, or has left."""

    message = "This letter was not given up: it has left, or still will."


class LetterOvertaken(Conflict):
    """A later letter about the same thing has left, or will."""

    message = "A later letter about the same thing was sent to this person. This one would contradict it: please call."
