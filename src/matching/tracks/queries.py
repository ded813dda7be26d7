"""Reading tracks."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from matching.tracks.models import Track
from matching.tracks.schemas import TrackForm


async def track_of(session: AsyncSession, need_id: UUID) -> TrackForm:
    """Return how a need is preselected."""
    row = await session.scalar(select(Track).where(Track.need_id == need_id))
    return TrackForm(blind=row.blind, by_hand=row.by_hand) if row else TrackForm()


async def blind_among(session: AsyncSession, need_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these needs are blind."""
    rows = select(Track.need_id).where(Track.need_id.in_(set(need_ids)), Track.blind)
    return set(await session.scalars(rows))


async def by_hand_among(session: AsyncSession, need_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these needs have lists kept by hand."""
    rows = select(Track.need_id).where(Track.need_id.in_(set(need_ids)), Track.by_hand)
    return set(await session.scalars(rows))
