"""Why a line may refuse."""

from kit.errors import Conflict, Invalid


class HallClosed(Conflict):
    """The event is not on."""

    message = "The lines are open while the event lasts."


class LineClosed(Conflict):
    """The stand's line is closed."""

    message = "The line of this stand is closed. Look at the others, or ask your adviser for a time."


class TooManyLines(Conflict):
    """The person waits in as many lines as are allowed."""

    message = "You wait in as many lines as are allowed here (%(lines)s). Leave one of them first."


class NotInLine(Conflict):
    """The place is given up, used or answered."""

    message = "This place in the line was used or given up already. You can join the line again."


class NobodyNext(Conflict):
    """Nobody can be called now."""

    message = "Nobody can be called now: nobody waits, or who waits is in a talk elsewhere or has an interview soon."


class TalkFirst(Conflict):
    """The recruiter has called somebody already."""

    message = "You have called somebody already: end that talk first. In writing you can have four at once."


class NoColleague(Invalid):
    """The person named is no colleague at this stand."""

    message = "Choose a colleague of this stand."
    field = "recruiter_id"


class ColleagueBusy(Conflict):
    """The colleague has somebody already."""

    message = "Your colleague is in a talk. Choose another one, or wait."


class WhichNeed(Invalid):
    """The outcome is good for a job, and nobody said for which."""

    message = "Say for which job."
    field = "need_id"


class SomebodyWaits(Invalid):
    """People wait who must be told something."""

    message = "People are waiting. Write what they are told before the line closes."
    field = "said"
