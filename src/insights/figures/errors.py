"""Why a link to figures may be refused."""

from kit.errors import Invalid


class ExpiresTooSoonOrLate(Invalid):
    """The last day is over, or too far away."""

    field = "expires_on"
    message = "Choose a day from today on, within a year."
