"""Why a correction may be refused."""

from kit.errors import Invalid


class NothingToCorrect(Invalid):
    """No such fact."""

    field = "value"
    message = "This cannot be corrected here. Change your profile or call your adviser."
