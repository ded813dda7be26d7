"""Why figures may be refused."""

from kit.errors import Invalid


class NotMonths(Invalid):
    """The period is no two months in order."""

    field = "since"
    message = "Write the first and the last month as 2026-09, the earlier one first."
