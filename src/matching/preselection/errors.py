"""Why the workbench may refuse."""

from kit.errors import Conflict, Invalid


class NothingTicked(Invalid):
    """No candidate was ticked, or none for whom this can be done."""

    field = "match"
    message = "Tick the candidates for whom this should be done. Who was already written to cannot be changed."


class TickTwo(Invalid):
    """Two are compared."""

    field = "match"
    message = "Tick two candidates to compare them."


class AlreadyWrittenTo(Conflict):
    """The candidate has a proposal."""

    message = "This candidate was already written to: what was decided stays."


class UndoOver(Conflict):
    """Ten minutes have passed, or it was undone before."""

    message = "The ten minutes are over, or this was undone already. You can decide again, one by one."


class UndoOvertaken(Conflict):
    """Something was decided since."""

    message = "Somebody has decided again about one of these candidates since: this cannot be undone as a whole."
