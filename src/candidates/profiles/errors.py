"""Why a profile may be refused."""

from kit.errors import Invalid


class YesAndNo(Invalid):
    """The same condition suits and does not."""

    field = "conditions_no"
    message = "The same answer is ticked both as fine and as not possible: %(what)s."


class NoWish(Invalid):
    """Nothing is wanted."""

    field = "occupation"
    message = "Write at least one job that is wanted."
