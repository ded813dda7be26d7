"""Why a person may not be added."""

from kit.errors import Invalid


class EmailTaken(Invalid):
    """Somebody else uses this address."""

    field = "email"
    message = "Somebody else already uses this address."
