"""Why a rearrangement may be refused."""

from kit.errors import Conflict, Invalid


class NothingMoves(Invalid):
    """The hours are those there are."""

    field = "starts_at"
    message = "These are the hours the event has already."


class NoSlotThere(Invalid):
    """No slot lies in these hours."""

    field = "opens"
    message = "This stand has no slot in these hours."


class UndoChanged(Conflict):
    """Something has happened since."""

    message = (
        "Somebody has booked, moved or cancelled in the meantime, or the event was changed again: "
        "this cannot be undone as a whole. You can change it again."
    )


class UndoTooLate(Conflict):
    """The letters have left."""

    message = "The letters have left: this cannot be undone any more. You can change it again."
