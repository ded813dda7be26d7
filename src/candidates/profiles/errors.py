"""Why a profile may be refused."""

from kit.errors import Invalid


class NoWish(Invalid):
    """Nothing is wanted."""

    field = "occupation"
    message = "Write at least one job that is wanted."
