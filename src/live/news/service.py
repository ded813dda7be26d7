"""Telling news, once the transaction is committed."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit import news
from live.news.schemas import Changed, Message, News, Told, Touched

FEW_SECONDS, SOME_SECONDS = 2, 10  # within which many read a page again


def channel(event_id: UUID) -> str:
    """Return where the news of an event are told."""
    return f"event_{event_id.hex}"


def touch(session: AsyncSession, event_id: UUID, stand_id: UUID) -> None:
    """Say that the line of a stand changed."""
    _tell(session, event_id, Touched(stand=stand_id))


def tell(session: AsyncSession, event_id: UUID, people: Iterable[UUID], said: News) -> None:
    """Tell some people."""
    _tell(session, event_id, Told(to=sorted(set(people)), news=said))


def tell_desk(session: AsyncSession, event_id: UUID, what: str) -> None:
    """Tell the advisers of an event that something wants them."""
    _tell(session, event_id, Told(desk=True, news=Changed(what=what)))


def tell_everybody(session: AsyncSession, event_id: UUID, what: str, about: UUID | None = None) -> None:
    """Tell everybody in the hall that something changed; what is about one thing is read where that is shown."""
    within = FEW_SECONDS if about else SOME_SECONDS
    _tell(session, event_id, Told(everybody=True, news=Changed(what=what, id=about, within=within)))


def _tell(session: AsyncSession, event_id: UUID, said: Message) -> None:
    news.tell(session, channel(event_id), said)
