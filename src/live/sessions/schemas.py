"""What goes in and out about group sessions."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from live.sessions.models import QuestionState, SessionState
from live.sessions.rules import Showing


class PostForm(msgspec.Struct, kw_only=True):
    """What presenters write, perhaps about a need of the stand."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=1000, pattern=r"\S")]
    need_id: UUID | None = None


class QuestionForm(msgspec.Struct, kw_only=True):
    """A question; a helper says whose."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=300, pattern=r"\S")]
    candidate_id: UUID | None = None


class VoteForm(msgspec.Struct, kw_only=True):
    """Me too; a helper says who."""

    candidate_id: UUID | None = None


class SettleForm(msgspec.Struct, kw_only=True):
    """An answer that everybody reads; set ``aside``, the reason that only who asked it reads."""

    answer: Annotated[str, msgspec.Meta(min_length=1, max_length=1000, pattern=r"\S")]
    aside: bool = False


class EndForm(msgspec.Struct, kw_only=True):
    """End a session; ``said`` is what everybody is told whose question is still open."""

    said: Annotated[str, msgspec.Meta(max_length=400)] = ""


class PostCard(msgspec.Struct, frozen=True, kw_only=True):
    """What presenters wrote; ``need`` is the title of the post it is about."""

    id: UUID
    text: str
    at: datetime
    need_id: UUID | None
    need: str


class QuestionCard(msgspec.Struct, frozen=True, kw_only=True):
    """A question with its voices, the asker's among them; ``name`` is for presenters, empty for everybody else."""

    id: UUID
    text: str
    state: QuestionState
    asked_at: datetime
    voices: int
    answer: str
    settled_at: datetime | None
    mine: bool
    joined: bool
    name: str = ""


class SessionCard(msgspec.Struct, frozen=True, kw_only=True):
    """A session in the schedule, with how many questions are open.

    ``mine`` are the questions of whoever looks, ``reminded`` their wish to be.
    """

    id: UUID
    event_id: UUID
    stand_id: UUID
    company: str
    title: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    state: SessionState
    showing: Showing
    open: int = 0
    reminded: bool = False
    mine: list[QuestionCard] = []


class NeedChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A need of the stand that a post may be about."""

    id: UUID
    title: str


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """A session as somebody reads it, the newest post first, open questions by voices.

    ``presents`` says whether they may write, ``named`` whether they read who asks.
    """

    card: SessionCard
    event: str
    presents: bool
    named: bool
    posts: list[PostCard]
    questions: list[QuestionCard]
    needs: list[NeedChoice]
