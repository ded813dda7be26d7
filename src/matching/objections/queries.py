"""Reading objections, each through the door of who asks."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from kit import clock
from kit.errors import NotFound
from matching.objections.models import Objection
from matching.objections.schemas import ObjectionView
from matching.shortlists.models import Match


async def objection_of(session: AsyncSession, adviser: Viewer, objection_id: UUID) -> Objection:
    """Return an objection of somebody in the adviser's territories; raises NotFound for any other."""
    found = await session.scalar(
        select(Objection)
        .join(Candidate, Candidate.id == Objection.candidate_id)
        .where(Objection.id == objection_id, Candidate.territory_id.in_(adviser.scopes(Role.ADVISER)))
    )
    if found is None:
        raise NotFound
    return found


async def open_of(session: AsyncSession, adviser: Viewer) -> list[ObjectionView]:
    """Return the objections in the adviser's territories that wait for an answer, the most urgent first."""
    rows = (
        select(Objection)
        .join(Candidate, Candidate.id == Objection.candidate_id)
        .where(Objection.answered_at.is_(None), Candidate.territory_id.in_(adviser.scopes(Role.ADVISER)))
        .order_by(Objection.due_at, Objection.id)
    )
    return await views(session, await session.scalars(rows))


async def about(session: AsyncSession, match_ids: Iterable[UUID]) -> dict[UUID, list[ObjectionView]]:
    """Return the objections to each match, the latest first."""
    rows = select(Objection).where(Objection.match_id.in_(set(match_ids))).order_by(Objection.at.desc(), Objection.id)
    listed = list(await session.scalars(rows))
    found: dict[UUID, list[ObjectionView]] = {}
    for objection, described in zip(listed, await views(session, listed), strict=True):
        found.setdefault(objection.match_id, []).append(described)
    return found


async def views(session: AsyncSession, objections: Iterable[Objection]) -> list[ObjectionView]:
    """Describe objections, in the order given."""
    listed = list(objections)
    matches = {m.id: m for m in await session.scalars(select(Match).where(Match.id.in_({o.match_id for o in listed})))}
    whose = await candidates.with_person(session, [one.candidate_id for one in listed])
    who = await people.names(session, [id_ for one in listed for id_ in (one.by_id, one.answered_by_id) if id_])
    return [
        ObjectionView(
            id=one.id,
            candidate_id=one.candidate_id,
            candidate=whose[one.candidate_id].person.name,
            event_id=matches[one.match_id].event_id,
            need_id=matches[one.match_id].need_id,
            criterion=one.criterion,
            said=one.said,
            words=one.words,
            by=who[one.by_id],
            at=one.at,
            due_at=one.due_at,
            late=one.answered_at is None and one.due_at < clock.now(),
            answer=one.answer,
            answered_by=who.get(one.answered_by_id, "") if one.answered_by_id else "",
            answered_at=one.answered_at,
        )
        for one in listed
    ]
