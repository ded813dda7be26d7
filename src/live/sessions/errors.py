"""Why a group session may refuse."""

from kit.errors import Conflict, Invalid


class NotRunning(Conflict):
    """The session has not begun, or is over."""

    message = "This session is not under way: one can write and ask from its beginning to its end."


class NotItsTime(Conflict):
    """It is too early to begin, the event is not on, or the session is over or was taken off."""

    message = "A session begins ten minutes before its time at the earliest, while the event is on, and only once."


class PresentsAlready(Conflict):
    """The stand presents already."""

    message = "This stand presents in another session now: end that one first."


class TooManyQuestions(Conflict):
    """The person has as many open questions as are allowed."""

    message = "Five of your questions wait for an answer. Ask again when one of them is answered."


class QuestionSettled(Conflict):
    """The question was answered or set aside already."""

    message = "This question was settled already. Load the page again to read how."


class OwnQuestion(Conflict):
    """One's own question has one's voice already."""

    message = "This is your own question: it has your voice already."


class NotAtThisStand(Invalid):
    """The post is not recruited for at this stand."""

    field = "need_id"
    message = "Choose one of the posts of this stand."


class QuestionsOpen(Invalid):
    """People asked who must be told something."""

    field = "said"
    message = "Questions are open. Answer them, or write what everybody is told who asked them."
