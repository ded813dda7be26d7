"""Why a timetable may be refused."""

from kit.errors import Conflict, Invalid


class AlreadyPlanning(Conflict):
    """One plan is made at a time."""

    message = "A plan for this event is being made already. Wait for it, or stop it."


class NothingToStop(Conflict):
    """The run has ended."""

    message = "This plan is ready already: there is nothing to stop."


class NotPublishable(Conflict):
    """Not ready, published already, or replaced by a newer plan."""

    message = "This plan was published already, or there is a newer one. Look at the page again."


class DeadlinePast(Invalid):
    """Nobody could answer in time."""

    field = "answer_until"
    message = "People need time to answer: choose a later moment."


class DeadlineTooLate(Invalid):
    """The first planned interview would be over before anybody had to answer."""

    field = "answer_until"
    message = "The first of these interviews begins at %(starts)s: choose an earlier moment."


class NotOffered(Conflict):
    """Nobody is asked about this time any more."""

    message = "This time is not proposed to you any more. You can choose another one."
