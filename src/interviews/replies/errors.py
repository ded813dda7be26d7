"""Why an answer may be refused on a page."""

from kit.errors import Conflict


class AlreadyDecided(Conflict):
    """Somebody was faster, or the proposal was taken back."""

    message = "This proposal was already answered. Nothing more is to be done."


class ChangedSince(Conflict):
    """The interview moved or was cancelled after the proposal."""

    message = "The interview has changed since: this proposal does not stand any more."


class NotKeptAnyMore(Conflict):
    """The ten minutes are over, or nothing was declined."""

    message = "There is nothing to take back any more: the interview was kept already, or its time was given back."
