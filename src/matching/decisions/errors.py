"""Why the log may refuse."""

from kit.errors import Conflict


class NothingToReplay(Conflict):
    """Only lists and scores can be made again."""

    message = "This entry has no score to make again."
