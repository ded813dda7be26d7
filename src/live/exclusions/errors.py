"""Why somebody is kept out."""

from kit.errors import Forbidden


class Excluded(Forbidden):
    """An adviser removed the person from this event's hall."""

    message = "An adviser removed you from this hall. Call your adviser if you think that this is wrong."


class Muted(Forbidden):
    """An adviser decided that the person may not write."""

    message = "An adviser decided that you may not write at this event. You can go on by voice, or call your adviser."
