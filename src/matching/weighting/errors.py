"""Why weights may be refused."""

from kit.errors import Invalid


class NothingCounts(Invalid):
    """All criteria weigh nothing."""

    field = "occupation"
    message = "One criterion at least must count."
