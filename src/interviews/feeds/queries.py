"""Reading calendar feeds: whose they are, and what they hold."""

import hashlib

import msgspec
from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Person, Role
from accounts.people.schemas import Viewer
from employers.needs.models import Need
from events.planning.models import Event
from interviews.bookings import queries as bookings
from interviews.bookings.models import Interview
from interviews.feeds.models import Feed
from interviews.feeds.rules import MOST, ROLES, SINCE, detail_for
from interviews.feeds.schemas import Entry, FeedCard, Found
from kit import clock, tokens
from kit.errors import NotFound


async def feeds_of(session: AsyncSession, viewer: Viewer) -> list[FeedCard]:
    """Return each role of a person that may have a calendar address, with the one it has."""
    rows = await session.scalars(select(Feed).where(Feed.person_id == viewer.id))
    made = {feed.role: feed for feed in rows}
    return [_card(role, made.get(role)) for role in ROLES if viewer.has(role)]


async def behind(session: AsyncSession, token: str) -> tuple[Person, Found]:
    """Return whose feed an address opens, and what it holds; raises NotFound for one that opens nothing.

    A role that the person no longer holds opens nothing either.
    """
    rows = select(Person, Feed).join(Feed, Feed.person_id == Person.id)
    opened = (await session.execute(rows.where(Feed.token_hash == tokens.hashed(token)))).first()
    if opened is None:
        raise NotFound
    person, feed = opened
    viewer = await people.viewer(session, person, only=feed.role)
    if not viewer.mandates:
        raise NotFound
    return person, await _found(session, viewer, feed)


async def _found(session: AsyncSession, viewer: Viewer, feed: Feed) -> Found:
    listed = await bookings.latest(
        session, _theirs(viewer, feed.role), Interview.starts_at > clock.now() - SINCE, most=MOST
    )
    cards = await bookings.cards(session, listed)
    entries = [Entry(card=card, sequence=one.sequence) for card, one in zip(cards, listed, strict=True)]
    said = msgspec.json.encode((feed.id, feed.detail, viewer.language, entries))
    return Found(
        role=feed.role,
        detail=detail_for(feed.role, feed.detail),
        language=viewer.language,
        entries=entries,
        mark=hashlib.sha256(said).hexdigest()[:32],
    )


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
