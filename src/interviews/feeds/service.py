"""What can happen to a calendar address."""

from uuid import uuid4

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from interviews.feeds.errors import NoAddressYet, NoFeedForRole
from interviews.feeds.models import Detail, Feed
from interviews.feeds.rules import ROLES
from interviews.feeds.schemas import FeedForm, FeedMade
from kit import clock, settings, tokens, upserts


async def make(session: AsyncSession, viewer: Viewer, form: FeedForm) -> FeedMade:
    """Make the address of a role, or make it anew: the old one then opens nothing. It is shown this once.

    One statement settles two that are made at once: the later one holds. Raises NoFeedForRole.
    """
    if form.role not in ROLES or not viewer.has(form.role):
        raise NoFeedForRole
    token = tokens.fresh()
    fresh = {"token_hash": tokens.hashed(token), "made_at": clock.now()}
    kept = {"detail": form.detail} if form.detail else {}
    row = {"id": uuid4(), "person_id": viewer.id, "role": form.role, "detail": form.detail or Detail.BUSY, **fresh}
    made = upserts.insert(session, Feed).values(row)
    await session.execute(made.on_conflict_do_update(index_elements=["person_id", "role"], set_=fresh | kept))
    audit.note(session, viewer.id, "made a calendar address", viewer.id, role=form.role.value)
    address = f"{settings.current().public_url}/feeds/{token}.ics"
    return FeedMade(role=form.role, address=address, webcal=f"webcal://{address.partition('://')[2]}")


async def choose_detail(session: AsyncSession, viewer: Viewer, role: Role, detail: Detail) -> None:
    """Change how much an adviser's feed tells; the address stays. Raises NoFeedForRole or NoAddressYet."""
    if role is not Role.ADVISER or not viewer.has(role):
        raise NoFeedForRole
    theirs = update(Feed).where(Feed.person_id == viewer.id, Feed.role == role).values(detail=detail)
    if await session.scalar(theirs.returning(Feed.id)) is None:
        raise NoAddressYet
    audit.note(session, viewer.id, "changed a calendar's detail", viewer.id, detail=detail.value)


async def revoke(session: AsyncSession, viewer: Viewer, role: Role) -> None:
    """End an address at once; ending it twice changes nothing."""
    ended = delete(Feed).where(Feed.person_id == viewer.id, Feed.role == role).returning(Feed.id)
    if await session.scalar(ended):
        audit.note(session, viewer.id, "ended a calendar address", viewer.id, role=role.value)
