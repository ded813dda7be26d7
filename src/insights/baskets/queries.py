"""Reading what waits, always from the rows themselves; each basket is one statement or a few, never one a company."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Mandate, Person, Role
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from employers.needs.models import Need, NeedChange, NeedStatus
from employers.portfolios import queries as portfolios
from events.planning.models import Event, EventStatus
from events.stands.models import Stand, StandNeed, StandTable
from insights.baskets import rules
from insights.baskets.rules import Basket
from insights.baskets.schemas import BasketFigures, BasketsView, Item, Lack, TimesLeft, Wanted
from interviews.bookings.models import Interview, InterviewStatus
from interviews.slots.models import Slot
from kit import clock
from kit.paging import SIZE
from matching.proposals.models import Proposal, ProposalStatus
from reference.occupations import queries as occupations

_COMPANY = (Company.id.label("company_id"), Company.name.label("company"), Company.service_level)
_JOB = (Need.id.label("need_id"), Need.title, Need.occupation_code)


async def baskets(session: AsyncSession, viewer: Viewer, by: Wanted) -> BasketsView:
    """Return what waits at the companies that a person looks at: the figures of all, and a page of what is wanted."""
    chosen = await portfolios.portfolio(session, viewer, by.whose)
    found = await waiting(session, viewer, chosen & (Company.id == by.company) if by.company else chosen)
    wanted = [item for item in found if by.basket in (None, item.basket) and (item.late or not by.late)]
    last = max(1, -(-len(wanted) // SIZE))
    shown = min(max(1, by.page), last)
    return BasketsView(
        figures=figures(found),
        items=wanted[(shown - 1) * SIZE : shown * SIZE],
        number=shown,
        last=last,
        total=len(wanted),
    )


def figures(items: Iterable[Item]) -> list[BasketFigures]:
    """Count what waits, and what is late, in each basket."""
    listed = list(items)
    return [
        BasketFigures(
            basket=basket,
            waiting=sum(item.basket is basket for item in listed),
            late=sum(item.basket is basket and item.late for item in listed),
        )
        for basket in Basket
    ]


async def waiting(session: AsyncSession, viewer: Viewer, chosen: ColumnElement[bool]) -> list[Item]:
    """Return everything that waits at some companies: what is late first, then what is due first."""
    runs = viewer.has(Role.ADVISER)
    found = [
        *await _needs(session, chosen),
        *await _proposals(session, chosen, runs=runs),
        *await _stands(session, chosen),
        *await _times(session, chosen, runs=runs),
        *await _outcomes(session, chosen, runs=runs),
    ]
    return sorted(found, key=lambda item: (not item.late, item.due_on, item.since, item.company, item.link))


async def _needs(session: AsyncSession, chosen: ColumnElement[bool]) -> list[Item]:
    """Needs that a company submitted and no adviser qualified yet."""
    came = func.coalesce(func.max(NeedChange.at), Need.created_at).label("since")
    rows = (
        await session.execute(
            select(*_COMPANY, *_JOB, came)
            .join(Company, Company.id == Need.company_id)
            .outerjoin(NeedChange, (NeedChange.need_id == Need.id) & (NeedChange.status == NeedStatus.SUBMITTED))
            .where(chosen, Need.status == NeedStatus.SUBMITTED)
            .group_by(*_COMPANY, *_JOB, Need.created_at)
        )
    ).all()
    titles = await _titles(session, rows)
    return [_item(Basket.NEEDS, row, titles[row.need_id], row.since, f"/needs/{row.need_id}") for row in rows]


async def _proposals(session: AsyncSession, chosen: ColumnElement[bool], *, runs: bool) -> list[Item]:
    """Proposals that left and no candidate answered, to events that are not over."""
    now = clock.now()
    rows = (
        await session.execute(
            select(
                *_COMPANY, *_JOB, Event.id.label("event_id"), Event.title.label("event"), Person.name, Proposal.sent_at
            )
            .join(Need, Need.id == Proposal.need_id)
            .join(Company, Company.id == Need.company_id)
            .join(Event, Event.id == Proposal.event_id)
            .join(Candidate, Candidate.id == Proposal.candidate_id)
            .join(Person, Person.id == Candidate.person_id)
            .where(chosen, Proposal.status == ProposalStatus.SENT, Proposal.sent_at <= now)
            .where(Event.status == EventStatus.PUBLISHED, Event.ends_at > now)
        )
    ).all()
    titles = await _titles(session, rows)
    return [
        _item(
            Basket.PROPOSALS,
            row,
            titles[row.need_id],
            row.sent_at,
            f"/desk/events/{row.event_id}/needs/{row.need_id}" if runs else f"/desk/events/{row.event_id}/board",
            event=row.event,
            person=row.name if runs else "",
        )
        for row in rows
    ]


async def _stands(session: AsyncSession, chosen: ColumnElement[bool]) -> list[Item]:
    """Stands at events of the next days that lack recruiters or tables for what is booked."""
    now = clock.now()
    event = (Event.id.label("event_id"), Event.title, Event.starts_at, Event.timezone)
    rows = (
        await session.execute(
            select(*_COMPANY, Stand.id.label("stand_id"), *event)
            .join(Company, Company.id == Stand.company_id)
            .join(Event, Event.id == Stand.event_id)
            .where(chosen, Event.status == EventStatus.PUBLISHED)
            .where(Event.starts_at > now, Event.starts_at <= now + rules.STANDS_AHEAD)
        )
    ).all()
    lacks = await _lacks(session, rows)
    return [
        _item(
            Basket.STANDS,
            row,
            row.title,
            row.starts_at,
            f"/desk/events/{row.event_id}",
            timezone=row.timezone,
            lack=lack,
        )
        for row in rows
        if rules.understaffed((lack := lacks[row.stand_id]).needed, lack.tables, lack.recruiters)
    ]


async def _times(session: AsyncSession, chosen: ColumnElement[bool], *, runs: bool) -> list[Item]:
    """Stands at which more people were written to, and may still choose, than times are free."""
    now = clock.now()
    open_, free = _choosing(), _free()
    rows = await session.execute(
        select(*_COMPANY, Stand.id, Event.id.label("event_id"), Event.title, Event.starts_at, Event.timezone)
        .add_columns(open_.c.people, func.coalesce(free.c.free, 0).label("free"))
        .join(Company, Company.id == Stand.company_id)
        .join(Event, Event.id == Stand.event_id)
        .join(open_, open_.c.stand_id == Stand.id)
        .outerjoin(free, free.c.stand_id == Stand.id)
        .where(chosen, Event.status == EventStatus.PUBLISHED, Event.ends_at > now)
        .where(open_.c.people > func.coalesce(free.c.free, 0))
    )
    return [
        _item(
            Basket.TIMES,
            row,
            row.title,
            row.starts_at,
            f"/desk/events/{row.event_id}/stands/{row.id}/hours" if runs else f"/desk/events/{row.event_id}/board",
            timezone=row.timezone,
            times=TimesLeft(people=row.people, free=row.free),
        )
        for row in rows
    ]


def _choosing() -> Subquery:
    """Count at each stand who was written to and has no interview for it: they may still choose."""
    booked = select(Interview.proposal_id).where(Interview.status == InterviewStatus.BOOKED)
    rows = (
        select(StandNeed.stand_id, func.count(Proposal.id).label("people"))
        .join(Stand, Stand.id == StandNeed.stand_id)
        .join(Proposal, (Proposal.need_id == StandNeed.need_id) & (Proposal.event_id == Stand.event_id))
        .where(Proposal.status.in_((ProposalStatus.SENT, ProposalStatus.ACCEPTED)), Proposal.sent_at <= clock.now())
        .where(Proposal.id.not_in(booked))
    )
    return rows.group_by(StandNeed.stand_id).subquery()


def _free() -> Subquery:
    """Count at each stand the times to come that nobody has."""
    booked = select(Interview.slot_id).where(Interview.status == InterviewStatus.BOOKED)
    rows = (
        select(Slot.stand_id, func.count(Slot.id).label("free"))
        .where(Slot.withdrawn.is_(False), Slot.starts_at > clock.now())
        .where(Slot.id.not_in(booked))
    )
    return rows.group_by(Slot.stand_id).subquery()


async def _lacks(session: AsyncSession, stands: Iterable[Any]) -> dict[UUID, Lack]:
    """Return what each stand has and needs."""
    listed = list(stands)
    ids, companies = [row.stand_id for row in listed], {row.company_id for row in listed}
    counted = select(StandTable.stand_id, func.count()).where(StandTable.stand_id.in_(ids))
    tables: dict[Any, int] = {id_: n for id_, n in await session.execute(counted.group_by(StandTable.stand_id))}  # noqa: C416
    held = select(Mandate.scope_id, func.count()).where(Mandate.role == Role.RECRUITER, Mandate.scope_id.in_(companies))
    recruiters: dict[Any, int] = {id_: n for id_, n in await session.execute(held.group_by(Mandate.scope_id))}  # noqa: C416
    booked: dict[UUID, list[tuple[datetime, datetime]]] = {}
    times = select(Interview.stand_id, Interview.starts_at, Interview.ends_at).where(
        Interview.stand_id.in_(ids), Interview.status == InterviewStatus.BOOKED
    )
    for stand_id, begins, ends in await session.execute(times):
        booked.setdefault(stand_id, []).append((begins, ends))
    return {
        row.stand_id: Lack(
            needed=rules.at_once(booked.get(row.stand_id, [])),
            tables=tables.get(row.stand_id, 0),
            recruiters=recruiters.get(row.company_id, 0),
        )
        for row in listed
    }


async def _outcomes(session: AsyncSession, chosen: ColumnElement[bool], *, runs: bool) -> list[Item]:
    """Interviews that are over and nobody said what came of them."""
    rows = (
        await session.execute(
            select(
                *_COMPANY,
                *_JOB,
                Interview.id.label("interview_id"),
                Interview.ends_at,
                Event.id.label("event_id"),
                Event.title.label("event"),
                Person.name,
            )
            .join(Need, Need.id == Interview.need_id)
            .join(Company, Company.id == Need.company_id)
            .join(Event, Event.id == Interview.event_id)
            .join(Candidate, Candidate.id == Interview.candidate_id)
            .join(Person, Person.id == Candidate.person_id)
            .where(chosen, Interview.status == InterviewStatus.BOOKED)
            .where(Interview.outcome.is_(None), Interview.ends_at <= clock.now())
        )
    ).all()
    titles = await _titles(session, rows)
    return [
        _item(
            Basket.OUTCOMES,
            row,
            titles[row.need_id],
            row.ends_at,
            f"/interviews/{row.interview_id}/outcome" if runs else f"/desk/events/{row.event_id}/board",
            event=row.event,
            person=row.name if runs else "",
        )
        for row in rows
    ]


def _item(
    basket: Basket,
    row: Any,
    title: str,
    since: datetime,
    link: str,
    *,
    event: str = "",
    person: str = "",
    timezone: str = "Europe/Paris",
    lack: Lack | None = None,
    times: TimesLeft | None = None,
) -> Item:
    due = rules.due_on(basket, row.service_level, since)
    return Item(
        basket=basket,
        company_id=row.company_id,
        company=row.company,
        service_level=row.service_level,
        title=title,
        event=event,
        person=person,
        since=since,
        due_on=due,
        late=due < clock.now().astimezone(clock.PARIS).date(),
        link=link,
        timezone=timezone,
        lack=lack,
        times=times,
    )


async def _titles(session: AsyncSession, rows: Iterable[Any]) -> dict[UUID, str]:
    """Return what each need is called."""
    listed = list(rows)
    labels = await occupations.names(session, {row.occupation_code for row in listed if not row.title})
    return {row.need_id: row.title or labels.get(row.occupation_code, row.occupation_code) for row in listed}
