"""Why an act of the control room may be refused."""

from kit.errors import Conflict, Invalid


class NobodyWaits(Conflict):
    """The line is empty by now."""

    message = "Nobody waits at this stand any more."


class NobodyToMove(Conflict):
    """Who waits here waits there too."""

    message = "Nobody can be moved: nobody waits here, or who waits is in the other line already."


class NobodyLate(Conflict):
    """Everybody booked is there, or was noted."""

    message = "No booked person is late at this stand any more."


class NoRecruiter(Conflict):
    """No recruiter of the company can be written to."""

    message = "Nobody of this company can be written to. Call the company, or close its line with an answer."


class WrittenJustNow(Conflict):
    """The recruiters were written to already."""

    message = "The recruiters of this stand were written to less than five minutes ago."


class OtherWork(Invalid):
    """The other stand is of no use to who waits."""

    message = "Choose a stand with an open line that recruits for one of the same jobs."
    field = "to_id"
