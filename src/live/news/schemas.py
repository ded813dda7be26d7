"""The messages of the day: between our processes, to browsers, and from them. Sockets carry news, never the state."""

from datetime import datetime
from uuid import UUID

import msgspec

VERSION = 1


class Message(msgspec.Struct, frozen=True, kw_only=True, tag=str.lower, tag_field="kind"):
    """One message; its kind is the name of the class in small letters."""


# To browsers.


class Welcome(Message, frozen=True, kw_only=True):
    """The first message: the version of all others, and how often a browser says that it is there, in seconds."""

    version: int = VERSION
    beat: int


class StandLine(msgspec.Struct, frozen=True, kw_only=True):
    """A stand's line as the hall shows it, in the reader's words."""

    id: UUID
    open: bool
    waiting: int
    words: str


class Hall(Message, frozen=True, kw_only=True):
    """The lines that changed."""

    stands: list[StandLine]


class Place(Message, frozen=True, kw_only=True):
    """How many are before somebody in a line, in their words."""

    id: UUID
    ahead: int
    words: str


class Changed(Message, frozen=True, kw_only=True):
    """Something is not as it was: pages that show it are read again. ``called`` asks for a sound.

    What many look at is read by each of them at a moment of their own, ``within`` some seconds.
    """

    what: str
    id: UUID | None = None
    called: bool = False
    within: int = 0


class Said(Message, frozen=True, kw_only=True):
    """Something was written in a talk."""

    talk: UUID
    id: UUID
    author: UUID | None
    by: str
    text: str
    at: datetime


class Signal(Message, frozen=True, kw_only=True):
    """What one browser of a call tells the other; we pass it on unread."""

    talk: UUID
    data: msgspec.Raw


class Pointed(Message, frozen=True, kw_only=True):
    """Where somebody points on the page both look at: a part of it by name, and thousandths of its width and height."""

    talk: UUID
    part: str
    x: int
    y: int
    author: UUID | None = None


class Gone(Message, frozen=True, kw_only=True):
    """The person is not welcome any more: the browser does not come back."""


class Here(Message, frozen=True, kw_only=True):
    """We are there: a browser that does not hear it for long opens its socket anew."""


News = Here | Welcome | Hall | Place | Changed | Said | Signal | Pointed | Gone


# From browsers.


FromBrowser = Signal | Pointed


# Between our processes.


class Touched(Message, frozen=True, kw_only=True):
    """The line of a stand changed: who shows it reads it again."""

    stand: UUID


class Told(Message, frozen=True, kw_only=True):
    """News for some people; for the advisers of the event where ``desk``, for everybody where nobody is named."""

    to: list[UUID] = []
    desk: bool = False
    everybody: bool = False
    news: News


Between = Touched | Told
