"""Reading recruiters' answers."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.needs import queries as needs
from employers.needs.models import Need
from events.planning.models import Event
from insights.months import Period
from insights.relevance.rules import Judged, by, share
from insights.relevance.schemas import Published, RelevanceView
from interviews.bookings.models import Attendance, Interview, InterviewStatus, Outcome
from kit import clock
from kit.i18n import gettext
from matching.proposals.models import Proposal


def took_place() -> ColumnElement[bool]:
    """Which interviews a recruiter could judge: booked, over or concluded, and the candidate came as far as we know."""
    return (
        (Interview.status == InterviewStatus.BOOKED)
        & (Interview.attendance != Attendance.ABSENT)
        & or_(Interview.outcome.is_(None), Interview.outcome != Outcome.NO_SHOW)
        & or_(Interview.outcome.is_not(None), Interview.relevant.is_not(None), Interview.ends_at <= clock.now())
    )


async def relevance(session: AsyncSession, viewer: Viewer, within: Period) -> RelevanceView:
    """Return recruiters' answers in one's territories; of advisers, managers see all and an adviser oneself."""
    rows = await session.execute(
        select(Interview.need_id, Interview.event_id, Proposal.sent_by_id, Event.territory_id, Interview.relevant)
        .join(Proposal, Proposal.id == Interview.proposal_id)
        .join(Event, Event.id == Interview.event_id)
        .where(
            Event.territory_id.in_(viewer.scopes(Role.ADVISER, Role.MANAGER)),
            Event.starts_at >= within.begins,
            Event.starts_at < within.ends,
            took_place(),
        )
    )
    found = [
        Judged(need_id=need, event_id=event, adviser_id=adviser, territory_id=territory, relevant=relevant)
        for need, event, adviser, territory, relevant in rows
    ]
    overseen = viewer.scopes(Role.MANAGER)
    shown = [one for one in found if one.territory_id in overseen or one.adviser_id == viewer.id]
    return RelevanceView(
        since=within.first,
        until=within.last,
        total=share("all", gettext("Everybody"), found),
        published=Published(said=gettext(Published().said)),
        needs=by(lambda one: one.need_id, await _needs(session, {one.need_id for one in found}), found),
        events=by(lambda one: one.event_id, await _events(session, {one.event_id for one in found}), found),
        advisers=by(lambda one: one.adviser_id, await people.names(session, {one.adviser_id for one in shown}), shown),
        territories=by(
            lambda one: one.territory_id, await _territories(session, {one.territory_id for one in found}), found
        ),
    )


async def _needs(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = await session.scalars(select(Need).where(Need.id.in_(set(ids))))
    return {card.id: f"{card.title} – {card.company}" for card in await needs.cards(session, rows)}


async def _events(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = await session.execute(select(Event.id, Event.title).where(Event.id.in_(set(ids))))
    return {id_: title for id_, title in rows}  # noqa: C416 - rows, not pairs


async def _territories(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, str]:
    return {one.id: one.name for one in await people.territories(session, ids)}
