"""Why asking for more times may be refused."""

from kit.errors import Conflict


class NobodyToAsk(Conflict):
    """The company has no recruiter who said yes."""

    message = "This company has no recruiter to ask. Invite one on the company's page."


class AskedAlready(Conflict):
    """The question is open."""

    message = "You asked for more times on this day already; the answer is still to come."


class NoTimeLeft(Conflict):
    """Nothing fits into what is left of the day."""

    message = "No further time fits into the event's hours on this day."


class Answered(Conflict):
    """Somebody answered before."""

    message = "This question was answered already."
