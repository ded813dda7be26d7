"""A report on the weights, from recruiters' answers. It reads, and changes nothing: an adviser chooses weights."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, select, text, true
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Territory
from events.planning.models import Event
from insights.relevance import report
from insights.relevance.fitting import Answer, compare, too_few
from insights.relevance.queries import took_place
from insights.relevance.report import Basis
from interviews.bookings.models import Interview
from kit import database
from kit.database import Sessions
from matching.proposals.models import Proposal
from matching.scoring.rules import kept
from matching.scoring.rules.asked import UNKNOWN_SHARE
from matching.scoring.rules.criteria import Name
from matching.shortlists.models import Match


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Whose answers are looked at: those of an event, of a territory by its code, else all."""

    event_id: UUID | None = None
    territory: str | None = None


async def reweigh(sessions: Sessions, asked: Asked, seed: int = 1) -> str:
    """Return the report; it says so where there are too few answers. Raises LookupError for what is not there."""
    async with _reading_only(sessions) as session:
        scope, condition = await _scope(session, asked)
        answers, basis = await _answers(session, scope, condition)
    missing = too_few(answers)
    return report.written(basis, missing, None if missing else compare(answers, seed), seed)


@asynccontextmanager
async def _reading_only(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """Open a transaction in which the database itself refuses every change, and that is never committed."""
    async with database.reading(sessions)() as session:
        if session.get_bind().dialect.name == "postgresql":
            await session.execute(text("SET TRANSACTION READ ONLY"))
            yield session
            return
        driver = (await (await session.connection()).get_raw_connection()).driver_connection
        await driver.execute("PRAGMA query_only = ON")  # type: ignore[union-attr]
        try:
            yield session
        finally:
            await driver.execute("PRAGMA query_only = OFF")  # type: ignore[union-attr]


async def _scope(session: AsyncSession, asked: Asked) -> tuple[str, ColumnElement[bool]]:
    if asked.event_id is not None:
        title = await session.scalar(select(Event.title).where(Event.id == asked.event_id))
        if title is None:
            raise LookupError(f"there is no event {asked.event_id}")
        return f"event “{title}”", Interview.event_id == asked.event_id
    if asked.territory is not None:
        found = await session.scalar(select(Territory).where(Territory.code == asked.territory))
        if found is None:
            raise LookupError(f"there is no territory {asked.territory}")
        return f"territory {found.name}", Event.territory_id == found.id
    return "all events", true()


async def _answers(session: AsyncSession, scope: str, condition: ColumnElement[bool]) -> tuple[list[Answer], Basis]:
    rows = await session.execute(
        select(Interview.need_id, Interview.relevant, Match.criteria, Match.version)
        .join(Proposal, Proposal.id == Interview.proposal_id)
        .join(Match, Match.id == Proposal.match_id)
        .join(Event, Event.id == Interview.event_id)
        .where(took_place(), condition)
    )
    asked, answers, bare, versions = 0, [], 0, set()
    for need_id, relevant, criteria, version in rows:
        asked += 1
        if relevant is None:
            continue
        if not criteria:
            bare += 1
            continue
        versions.add(version)
        found = {one.name: one.share for one in map(kept.criterion, criteria)}
        shares = tuple(found.get(name, UNKNOWN_SHARE) for name in Name)
        answers.append(Answer(need_id=need_id, shares=shares, relevant=relevant))
    yes = sum(one.relevant for one in answers)
    basis = Basis(scope=scope, asked=asked, answers=len(answers), relevant=yes, bare=bare, versions=sorted(versions))
    return answers, basis
