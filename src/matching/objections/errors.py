"""Why an objection may be refused."""

from kit.errors import Conflict, Invalid


class NothingToContest(Invalid):
    """The reasons have no such criterion."""

    field = "criterion"
    message = "Choose the reason that is wrong."


class AnsweredAlready(Conflict):
    """Somebody answered before."""

    message = "This objection was answered in the meantime. Load the page again to read the answer."
