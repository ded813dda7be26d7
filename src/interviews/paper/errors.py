"""Why a page behind a printed code may be refused."""

from kit.errors import Conflict


class Expired(Conflict):
    """The code was good until the event."""

    message = "This code was good until the event began. Please call your adviser."


class NotOpen(Conflict):
    """The proposal was declined or withdrawn."""

    message = "This proposal is not open any more. Please call your adviser."
