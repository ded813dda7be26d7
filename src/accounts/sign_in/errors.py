"""Why signing in may be refused."""

from kit.errors import Invalid, TooMany


class TooManyAttempts(TooMany):
    """An address or a network asked too often."""


class WrongCode(Invalid):
    """The code or link is wrong, used or too old: which one is nobody's business."""

    field = "code"
    message = "This code or link does not work, or not any more. Ask for a new letter."
