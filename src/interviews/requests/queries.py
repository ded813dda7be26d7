"""Reading requests for more times, and what could be asked for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from employers.companies import queries as companies
from events.planning.models import Event, EventStatus
from events.stands.models import Stand, StandTable
from interviews.requests import rules
from interviews.requests.models import RequestStatus, SlotRequest
from interviews.requests.rules import Span, Spot
from interviews.requests.schemas import RequestView, Suggestion
from interviews.slots.models import Slot
from kit import clock
from kit.errors import NotFound

LIVE = (EventStatus.DRAFT, EventStatus.PUBLISHED)
Tables = dict[UUID, list[UUID]]


async def request_for(session: AsyncSession, viewer: Viewer, request_id: UUID) -> SlotRequest:
    """Return a request to a company of this recruiter; raises NotFound for any other."""
    hers = Stand.company_id.in_(viewer.scopes(Role.RECRUITER))
    found = select(SlotRequest).join(Stand, Stand.id == SlotRequest.stand_id).where(SlotRequest.id == request_id, hers)
    request = await session.scalar(found)
    if request is None:
        raise NotFound
    return request


async def waiting_for(session: AsyncSession, viewer: Viewer) -> list[RequestView]:
    """Return the open requests to the companies of this recruiter, the next day first."""
    hers = Stand.company_id.in_(viewer.scopes(Role.RECRUITER))
    return await _views(session, hers & (SlotRequest.status == RequestStatus.ASKED))


async def of_campaign(session: AsyncSession, campaign_id: UUID) -> dict[UUID, list[RequestView]]:
    """Return the requests made for a campaign's events, by company, the next day first."""
    found: dict[UUID, list[RequestView]] = defaultdict(list)
    for request in await _views(session, Event.campaign_id == campaign_id):
        found[request.company_id].append(request)
    return dict(found)


async def view(session: AsyncSession, request: SlotRequest) -> RequestView:
    """Describe a request whole, with the times that a yes opens now."""
    [shown] = await _views(session, SlotRequest.id == request.id)
    if request.status is not RequestStatus.ASKED:
        return shown
    spots = await times_for(session, request)
    return RequestView(**_fields(shown) | {"times": [(spot.table + 1, spot.starts_at, spot.ends_at) for spot in spots]})


async def times_for(session: AsyncSession, request: SlotRequest) -> list[Spot]:
    """Return the times that a yes to a request opens now."""
    stand = await session.get_one(Stand, request.stand_id)
    event = await session.get_one(Event, stand.event_id)
    tables = (await _tables(session, [stand.id]))[stand.id]
    spans = await _spans(session, [stand.id])
    return on_day(event, request.day, [spans[table] for table in tables], request.count)


async def suggestions(session: AsyncSession, campaign_id: UUID, short: Mapping[UUID, int]) -> dict[UUID, Suggestion]:
    """Return what to ask each company that is short of times: the day of its stands on which most fits."""
    rows = (
        await session.execute(
            select(Stand.id, Stand.company_id, Event)
            .join(Event, Event.id == Stand.event_id)
            .where(Event.campaign_id == campaign_id, Event.status.in_(LIVE), Event.ends_at > clock.now())
            .where(Stand.company_id.in_(short))
            .order_by(Event.starts_at, Stand.id)
        )
    ).all()
    ids = [stand_id for stand_id, _, _ in rows]
    tables, spans, open_ = await _tables(session, ids), await _spans(session, ids), await _asked(session, ids)
    best: dict[UUID, Suggestion] = {}
    for stand_id, company_id, event in rows:
        taken = [spans[table] for table in tables[stand_id]]
        for day in days_of(event):
            fits = 0 if (stand_id, day) in open_ else len(on_day(event, day, taken, short[company_id]))
            if fits > (best[company_id].count if company_id in best else 0):
                best[company_id] = Suggestion(stand_id=stand_id, event=event.title, day=day, count=fits)
    return best


def on_day(event: Event, day: date, tables: Iterable[Iterable[Span]], count: int) -> list[Spot]:
    """Return up to so many further times at tables, on one day of an event, in its own hours."""
    start, end = event.starts_at.astimezone(event.zone), event.ends_at.astimezone(event.zone)
    opens = datetime.combine(day, start.time(), event.zone)
    closes = datetime.combine(day, end.time(), event.zone)
    there = [[span for span in spans if span[0].astimezone(event.zone).date() == day] for spans in tables]
    return rules.more(opens, closes, there, count, clock.now())


def days_of(event: Event) -> list[date]:
    """Return the days of an event that are not over, in its zone; thirty-one at most."""
    first, last = event.starts_at.astimezone(event.zone).date(), event.ends_at.astimezone(event.zone).date()
    today = clock.now().astimezone(event.zone).date()
    days = [first + timedelta(days=n) for n in range(min((last - first).days, 30) + 1)]
    return [day for day in days if day >= today]


async def _views(session: AsyncSession, those: ColumnElement[bool]) -> list[RequestView]:
    rows = (
        await session.execute(
            select(SlotRequest, Stand.company_id, Event)
            .join(Stand, Stand.id == SlotRequest.stand_id)
            .join(Event, Event.id == Stand.event_id)
            .where(those)
            .order_by(SlotRequest.day, SlotRequest.id)
        )
    ).all()
    names = await companies.names(session, [company_id for _, company_id, _ in rows])
    who = await people.names(session, [request.asked_by_id for request, _, _ in rows])
    same = ("id", "day", "count", "opened", "status", "asked_at", "reason")
    return [
        RequestView(
            **{name: getattr(request, name) for name in same},
            company_id=company_id,
            company=names[company_id],
            event_id=event.id,
            event=event.title,
            timezone=event.timezone,
            asked_by=who[request.asked_by_id],
        )
        for request, company_id, event in rows
    ]


def _fields(shown: RequestView) -> dict[str, Any]:
    return {name: getattr(shown, name) for name in RequestView.__struct_fields__}


async def _tables(session: AsyncSession, stands: Iterable[UUID]) -> Tables:
    rows = await session.execute(
        select(StandTable.stand_id, StandTable.id)
        .where(StandTable.stand_id.in_(list(stands)))
        .order_by(StandTable.stand_id, StandTable.number)
    )
    found: Tables = defaultdict(list)
    for stand_id, table_id in rows:
        found[stand_id].append(table_id)
    return found


async def _spans(session: AsyncSession, stands: Iterable[UUID]) -> dict[UUID, list[Span]]:
    """Return the times of each table, in order; withdrawn ones too: their table was wanted elsewhere."""
    rows = await session.execute(
        select(Slot.table_id, Slot.starts_at, Slot.ends_at)
        .where(Slot.stand_id.in_(list(stands)))
        .order_by(Slot.table_id, Slot.starts_at)
    )
    found: dict[UUID, list[Span]] = defaultdict(list)
    for table_id, starts, ends in rows:
        found[table_id].append((starts, ends))
    return found


async def _asked(session: AsyncSession, stands: Iterable[UUID]) -> set[tuple[UUID, date]]:
    rows = await session.execute(
        select(SlotRequest.stand_id, SlotRequest.day).where(
            SlotRequest.stand_id.in_(list(stands)), SlotRequest.status == RequestStatus.ASKED
        )
    )
    return {(stand_id, day) for stand_id, day in rows}
