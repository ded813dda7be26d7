"""Why a partner may be refused."""

from kit.errors import Invalid


class EndsBeforeItBegins(Invalid):
    """The last day comes before the first, or is over."""

    field = "until_on"
    message = "The last day is over already, or before the first day."


class NothingToSee(Invalid):
    """A mandate that allows nothing."""

    field = "scopes"
    message = "Choose at least one thing that the partner may do."
