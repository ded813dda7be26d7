"""Why an answer for statistics may be refused."""

from kit.errors import Invalid


class NotAgreed(Invalid):
    """Nothing is kept without a yes."""

    field = "agreed"
    message = "Tick the box if you agree. If you do not, nothing is kept and nothing changes for you."
