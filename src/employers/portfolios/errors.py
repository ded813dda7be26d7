"""Why a portfolio stays as it is."""

from kit.errors import Conflict, Invalid


class LevelStands(Invalid):
    """The level is what it is already."""

    field = "service_level"
    message = "The company has this service level already."


class NotAColleague(Invalid):
    """Only an adviser of the companies' territory can answer for them."""

    field = "to_id"
    message = "Choose an adviser of the territory."


class NothingChosen(Invalid):
    """No company would change hands."""

    field = "company_ids"
    message = "Choose at least one company that another adviser answers for now."


class PortfolioMovedOn(Conflict):
    """Somebody else handed companies over in the meantime."""

    message = "Some of these companies changed hands in the meantime. Look at it again: nothing was done."
