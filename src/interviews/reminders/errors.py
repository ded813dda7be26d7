"""Why the times of reminders may be refused."""

from kit.errors import Invalid


class AtNight(Invalid):
    """People sleep."""

    field = "eve_at"
    message = "Nobody is reminded at night: choose an hour between 08:00 and 21:00."
