"""Reading announcements."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Person
from employers.companies.models import Company
from events.planning.models import Event
from events.stands.models import Stand
from kit import clock
from kit.errors import NotFound
from live.announcements.models import Announcement
from live.announcements.schemas import AnnouncementCard, AnnouncementView

MOST, MOST_READ = 500, 50  # in a hall, and by one person


async def announcement_at(session: AsyncSession, event: Event, announcement_id: UUID) -> Announcement:
    """Return an announcement of this event; raises NotFound for any other."""
    of = (Announcement.id == announcement_id, Announcement.event_id == event.id)
    found = await session.scalar(select(Announcement).where(*of))
    if found is None:
        raise NotFound
    return found


async def current(session: AsyncSession, event_id: UUID) -> list[AnnouncementCard]:
    """Return what is read now in a hall, by everybody or, after that, in the line of a stand, newest first."""
    rows = _rows(Announcement, Company.name).where(Announcement.event_id == event_id, Announcement.at <= clock.now())
    rows = rows.where(Announcement.taken_back_at.is_(None)).order_by(None).limit(MOST)
    rows = rows.order_by(Announcement.stand_id.is_not(None), Announcement.at.desc(), Announcement.id)
    return [_card(one, company) for one, company in await session.execute(rows)]


def newest(cards: Iterable[AnnouncementCard]) -> list[AnnouncementCard]:
    """Return the newest announcements, as many as somebody reads."""
    return sorted(cards, key=lambda one: one.at, reverse=True)[:MOST_READ]


async def due(session: AsyncSession, event_id: UUID) -> int:
    """Return how many announcements of an event are read by now."""
    shown = (Announcement.event_id == event_id, Announcement.at <= clock.now(), Announcement.taken_back_at.is_(None))
    return await session.scalar(select(func.count()).select_from(Announcement).where(*shown)) or 0


async def announced(session: AsyncSession, event_id: UUID) -> list[AnnouncementView]:
    """Return every announcement of an event, those to come and those taken back too, newest first."""
    rows = _rows(Announcement, Company.name, Person.name).join(Person, Person.id == Announcement.by_id)
    return _views(await session.execute(rows.where(Announcement.event_id == event_id)))


async def view(session: AsyncSession, announcement: Announcement) -> AnnouncementView:
    """Return one announcement as advisers see it."""
    rows = _rows(Announcement, Company.name, Person.name).join(Person, Person.id == Announcement.by_id)
    [found] = _views(await session.execute(rows.where(Announcement.id == announcement.id)))
    return found


def _rows(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .outerjoin(Stand, Stand.id == Announcement.stand_id)
        .outerjoin(Company, Company.id == Stand.company_id)
        .order_by(Announcement.at.desc(), Announcement.id)
    )


def _views(rows: Iterable[Any]) -> list[AnnouncementView]:
    return [
        AnnouncementView(card=_card(one, company), by=by, taken_back_at=one.taken_back_at) for one, company, by in rows
    ]


def _card(one: Announcement, company: str | None) -> AnnouncementCard:
    return AnnouncementCard(id=one.id, text=one.text, at=one.at, stand_id=one.stand_id, company=company or "")
