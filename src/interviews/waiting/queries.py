"""Reading the waiting list."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Subquery, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Person
from candidates.profiles.models import Candidate, Support
from employers.companies.models import Company
from events.planning.models import Event, EventFormat
from events.stands.models import Stand
from interviews.slots.models import Slot
from interviews.waiting.models import EntryStatus, Promotion, WaitingEntry, WaitingRules
from interviews.waiting.rules import Standing
from interviews.waiting.schemas import PromotionView, WaitingRulesForm, WaitingView, rules_of
from kit.errors import NotFound
from matching.proposals.models import Proposal

LIVE = (EntryStatus.WAITING, EntryStatus.OFFERED)


async def rules_at(session: AsyncSession, event_id: UUID) -> WaitingRulesForm:
    """Return the rules of an event's waiting lists."""
    return rules_of(await session.scalar(select(WaitingRules).where(WaitingRules.event_id == event_id)))


def of_list(event_id: UUID, stand_id: UUID | None, format_: EventFormat | None) -> tuple[ColumnElement[bool], ...]:
    """Which entries are on one list."""
    return (
        WaitingEntry.event_id == event_id,
        WaitingEntry.stand_id == stand_id if stand_id else WaitingEntry.stand_id.is_(None),
        WaitingEntry.format == format_ if format_ else WaitingEntry.format.is_(None),
    )


async def standing(session: AsyncSession, *where: ColumnElement[bool]) -> list[Standing]:
    """Return who waits on a list, in order of arrival."""
    rows = await session.execute(
        select(WaitingEntry.id, WaitingEntry.support)
        .where(*where, WaitingEntry.status == EntryStatus.WAITING)
        .order_by(WaitingEntry.joined_at, WaitingEntry.id)
    )
    return [Standing(id_, support) for id_, support in rows]


async def offers_made(session: AsyncSession, *where: ColumnElement[bool]) -> dict[Support, int]:
    """Return how many offers each level of support has had on a list."""
    rows = await session.execute(
        select(WaitingEntry.support, func.count())
        .join(Promotion, Promotion.entry_id == WaitingEntry.id)
        .where(*where)
        .group_by(WaitingEntry.support)
    )
    return {support: count for support, count in rows}  # noqa: C416 - rows, not pairs


async def entry_for(session: AsyncSession, proposal: Proposal) -> WaitingEntry | None:
    """Return the live entry of a proposal."""
    return await session.scalar(
        select(WaitingEntry).where(WaitingEntry.proposal_id == proposal.id, WaitingEntry.status.in_(LIVE))
    )


async def entry_of(session: AsyncSession, candidate: Candidate, entry_id: UUID) -> WaitingEntry:
    """Return an entry of this candidate; raises NotFound for any other."""
    entry = await session.scalar(
        select(WaitingEntry).where(WaitingEntry.id == entry_id, WaitingEntry.candidate_id == candidate.id)
    )
    if entry is None:
        raise NotFound
    return entry


async def entry_behind(session: AsyncSession, entry_id: UUID) -> WaitingEntry:
    """Return the entry of a signed link; whoever calls has checked the signature."""
    entry = await session.get(WaitingEntry, entry_id)
    if entry is None:
        raise NotFound
    return entry


async def waiting_of(session: AsyncSession, candidate: Candidate) -> list[WaitingView]:
    """Return where a candidate waits, in the order in which they joined."""
    rows = select(WaitingEntry).where(WaitingEntry.candidate_id == candidate.id, WaitingEntry.status.in_(LIVE))
    return await views(session, list(await session.scalars(rows.order_by(WaitingEntry.joined_at))))


async def waiting_at(session: AsyncSession, event: Event) -> list[WaitingView]:
    """Return who waits at an event, list by list, in order of arrival."""
    rows = select(WaitingEntry).where(WaitingEntry.event_id == event.id, WaitingEntry.status.in_(LIVE))
    listed = await session.scalars(rows.order_by(WaitingEntry.stand_id, WaitingEntry.format, WaitingEntry.joined_at))
    return await views(session, list(listed))


async def view(session: AsyncSession, entry: WaitingEntry) -> WaitingView:
    """Describe one entry with its rank."""
    [described] = await views(session, [entry])
    return described


async def views(session: AsyncSession, entries: Iterable[WaitingEntry]) -> list[WaitingView]:
    """Describe entries, each with its rank: how many came before and still wait."""
    listed = list(entries)
    ranks = _ranks(listed)
    rows = await session.execute(
        select(Person.name, Event.title, Event.timezone, Company.name, Slot.starts_at, ranks)
        .select_from(ranks)
        .join(WaitingEntry, WaitingEntry.id == ranks.c.id)
        .join(Candidate, Candidate.id == WaitingEntry.candidate_id)
        .join(Person, Person.id == Candidate.person_id)
        .join(Event, Event.id == WaitingEntry.event_id)
        .outerjoin(Stand, Stand.id == WaitingEntry.stand_id)
        .outerjoin(Company, Company.id == Stand.company_id)
        .outerjoin(Slot, Slot.id == WaitingEntry.slot_id)
        .where(ranks.c.id.in_([entry.id for entry in listed]))
    )
    described = {row.id: row for row in rows}
    return [_view(entry, described[entry.id]) for entry in listed]


def _ranks(entries: list[WaitingEntry]) -> Subquery:
    """Return the ranks on the lists of entries; an entry that waits no more stands after those who came before."""
    waits, one_list = WaitingEntry.status.in_(LIVE), (WaitingEntry.event_id, WaitingEntry.stand_id, WaitingEntry.format)
    waiting, arrival = func.count().filter(waits), (WaitingEntry.joined_at, WaitingEntry.id)
    before = waiting.over(partition_by=one_list, order_by=arrival, rows=(None, -1))
    return (
        select(WaitingEntry.id, before.label("ahead"), waiting.over(partition_by=one_list).label("waiting"))
        .where(
            WaitingEntry.event_id.in_({entry.event_id for entry in entries}),
            waits | WaitingEntry.id.in_([entry.id for entry in entries]),
        )
        .subquery()
    )


def _view(
    entry: WaitingEntry, described: Row[str, str, str, str | None, datetime | None, UUID, int, int]
) -> WaitingView:
    name, title, timezone, company, starts_at, _, ahead, waiting = described
    return WaitingView(
        id=entry.id,
        candidate_id=entry.candidate_id,
        candidate=name,
        event_id=entry.event_id,
        event=title,
        timezone=timezone,
        company=company,
        proposal_id=entry.proposal_id,
        format=entry.format,
        status=entry.status,
        rank=ahead + 1,
        of=waiting,
        joined_at=entry.joined_at,
        offered_at=starts_at,
        offer_until=entry.offer_until,
    )


async def promotions_at(session: AsyncSession, event: Event) -> list[PromotionView]:
    """Return the offers made at an event, the latest first."""
    rows = await session.execute(
        select(Promotion, Person.name, Company.name, Slot.starts_at)
        .join(WaitingEntry, WaitingEntry.id == Promotion.entry_id)
        .join(Candidate, Candidate.id == WaitingEntry.candidate_id)
        .join(Person, Person.id == Candidate.person_id)
        .outerjoin(Stand, Stand.id == WaitingEntry.stand_id)
        .outerjoin(Company, Company.id == Stand.company_id)
        .outerjoin(Slot, Slot.id == Promotion.slot_id)
        .where(Promotion.event_id == event.id)
        .order_by(Promotion.at.desc())
        .limit(200)
    )
    return [
        PromotionView(
            candidate=name,
            company=company,
            starts_at=starts_at,
            rule=made.rule,
            rank=made.rank,
            at=made.at,
            until=made.until,
            answer=made.answer,
        )
        for made, name, company, starts_at in rows
    ]
