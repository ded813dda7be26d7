"""Why an absence may be refused."""

from kit.errors import Conflict, Invalid


class EndsBeforeItBegins(Invalid):
    """The last day comes before the first."""

    field = "until_on"
    message = "The last day is before the first day."


class OverAlready(Invalid):
    """Nobody can cover yesterday."""

    field = "until_on"
    message = "This absence is over already. Choose days that are still to come."


class TooLong(Invalid):
    """Who is away for so long hands the companies over."""

    field = "until_on"
    message = "An absence lasts %(days)s days at most. For longer, hand the companies over."


class NotColleague(Invalid):
    """Only advisers of the same territory cover for each other."""

    field = "cover_id"
    message = "Only a colleague who advises in the same territory can cover."


class CoveredAlready(Invalid):
    """A day has one cover."""

    field = "from_on"
    message = "Somebody already covers on one of these days. End that absence first."


class EndedAlready(Conflict):
    """The absence is over."""

    message = "This absence is over already."
