"""Reading calendar feeds: whose they are, and what they hold."""

import hashlib
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Person, Role
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from employers.needs.models import Need
from events.planning.models import Event
from interviews.bookings import queries as bookings
from interviews.bookings.models import Interview
from interviews.feeds.models import Feed
from interviews.feeds.rules import MOST, ROLES, SINCE, detail_for
from interviews.feeds.schemas import Entry, FeedCard, Opened
from kit import clock, tokens
from kit.errors import NotFound
from kit.i18n import speaking


async def feeds_of(session: AsyncSession, viewer: Viewer) -> list[FeedCard]:
    """Return each role of a person that may have a calendar address, with the one it has."""
    rows = await session.scalars(select(Feed).where(Feed.person_id == viewer.id))
    made = {feed.role: feed for feed in rows}
    return [_card(role, made.get(role)) for role in ROLES if viewer.has(role)]


async def behind(session: AsyncSession, token: str) -> Opened:
    """Return what an address opens; raises NotFound for one that opens nothing (any more).

    A role that the person no longer holds opens nothing either. The mark comes of plain columns, so
    that a program that has this state already costs one statement and no calendar.
    """
    rows = select(Person, Feed).join(Feed, Feed.person_id == Person.id)
    opened = (await session.execute(rows.where(Feed.token_hash == tokens.hashed(token)))).first()
    if opened is None:
        raise NotFound
    person, feed = opened
    viewer = await people.viewer(session, person, only=feed.role)
    if not viewer.mandates:
        raise NotFound
    where = (_theirs(viewer, feed.role), Interview.starts_at > clock.now() - SINCE)
    detail = detail_for(feed.role, feed.detail)
    said = msgspec.json.encode((feed.id, detail, person.speaks, await _columns(session, *where)))
    mark = hashlib.sha256(said).hexdigest()[:32]
    return Opened(person=person, role=feed.role, detail=detail, mark=mark, where=where)


async def entries(session: AsyncSession, opened: Opened) -> list[Entry]:
    """Return the interviews of a feed, live and cancelled, in order of time."""
    listed = await bookings.latest(session, *opened.where, most=MOST)
    with speaking(opened.person.speaks):
        cards = await bookings.cards(session, listed)
    return [Entry(card=card, sequence=one.sequence) for card, one in zip(cards, listed, strict=True)]


async def _columns(session: AsyncSession, *where: ColumnElement[bool]) -> list[tuple[Any, ...]]:
    """Return everything that a calendar can say of these interviews."""
    rows = (
        select(
            *(Interview.id, Interview.sequence, Interview.status, Interview.starts_at, Interview.ends_at),
            *(Interview.format, Need.title, Need.occupation_code, Company.name, Person.name),
            *(Event.title, Event.address, Event.place_code, Event.timezone),
        )
        .join(Need, Need.id == Interview.need_id)
        .join(Company, Company.id == Need.company_id)
        .join(Candidate, Candidate.id == Interview.candidate_id)
        .join(Person, Person.id == Candidate.person_id)
        .join(Event, Event.id == Interview.event_id)
        .where(*where)
        .order_by(Interview.starts_at.desc(), Interview.id)
        .limit(MOST)
    )
    return [tuple(row) for row in await session.execute(rows)]


def _theirs(viewer: Viewer, role: Role) -> ColumnElement[bool]:
    """Which interviews: a candidate's own, a recruiter's companies', those of events that an adviser runs."""
    if role is Role.CANDIDATE:
        return Interview.candidate_id.in_(viewer.scopes(role))
    if role is Role.RECRUITER:
        return Interview.need_id.in_(select(Need.id).where(Need.company_id.in_(viewer.scopes(role))))
    run = select(Event.id).where(Event.adviser_id == viewer.id, Event.territory_id.in_(viewer.scopes(role)))
    return Interview.event_id.in_(run)


def _card(role: Role, feed: Feed | None) -> FeedCard:
    return FeedCard(
        role=role, detail=detail_for(role, feed.detail if feed else None), made_at=feed.made_at if feed else None
    )
