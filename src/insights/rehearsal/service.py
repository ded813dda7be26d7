"""What can happen to a rehearsal."""

import asyncio
import sys
from datetime import timedelta

import msgspec
from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.schemas import Viewer
from events.planning.models import Event
from insights.rehearsal import queries
from insights.rehearsal.errors import NothingToPlay, TooLongToPlay
from insights.rehearsal.models import Rehearsal
from insights.rehearsal.rules.day import Day, Rehearsed
from insights.rehearsal.schemas import RehearseForm
from kit import clock
from kit.database import Sessions

SECONDS = 60


async def ask(session: AsyncSession, viewer: Viewer, event: Event, form: RehearseForm) -> None:
    """Ask for an event's day to be played; a worker does it within seconds. Raises NothingToPlay."""
    if not (await queries.view(session, event)).expected:
        raise NothingToPlay
    wanted = {"asked_by_id": viewer.id, "asked_at": clock.now()} | msgspec.structs.asdict(form)
    there = await session.scalar(select(Rehearsal).where(Rehearsal.event_id == event.id).with_for_update())
    if there is None:
        session.add(Rehearsal(event_id=event.id, **wanted))
    else:
        for name, value in (wanted | {"claimed_until": None, "made_at": None}).items():
            setattr(there, name, value)
    await session.flush()


async def play_next(sessions: Sessions) -> bool:
    """Play the rehearsal that waits longest, with no transaction open meanwhile; return whether one waited."""
    now = clock.now()
    free = or_(Rehearsal.claimed_until.is_(None), Rehearsal.claimed_until < now)
    oldest = select(Rehearsal.id).where(Rehearsal.made_at.is_(None), free).order_by(Rehearsal.asked_at).limit(1)
    async with sessions.begin() as session:
        claim = update(Rehearsal).where(Rehearsal.id == oldest.scalar_subquery(), free)
        claimed = await session.scalar(
            claim.values(claimed_until=now + timedelta(seconds=2 * SECONDS)).returning(Rehearsal)
        )
        if claimed is None:
            return False
        planned = await queries.day(session, await session.get_one(Event, claimed.event_id), claimed.walk_ins)
    result = await played(planned, claimed.runs, claimed.seed)
    async with sessions.begin() as session:
        same = (Rehearsal.id == claimed.id, Rehearsal.asked_at == claimed.asked_at)
        kept = {"made_at": clock.now(), "result": msgspec.to_builtins(result)}
        await session.execute(update(Rehearsal).where(*same).values(**kept))
    return True


async def played(planned: Day, runs: int, seed: int) -> Rehearsed:
    """Play a day in a process of its own, so that nobody else waits; raises TooLongToPlay after a minute."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "insights.rehearsal.rules.rehearsing", stdin=-1, stdout=-1
    )
    try:
        said, _ = await asyncio.wait_for(child.communicate(msgspec.json.encode((planned, runs, seed))), SECONDS)
    except TimeoutError as late:
        child.kill()
        await child.wait()
        raise TooLongToPlay from late
    return msgspec.json.decode(said, type=Rehearsed)
