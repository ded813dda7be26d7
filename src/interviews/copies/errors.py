"""Why an event cannot be copied."""

from kit.errors import Invalid


class DayOver(Invalid):
    """The day lies behind."""

    field = "first_day"
    message = "This day is over. Choose one to come."
