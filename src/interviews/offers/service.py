"""Offering a place that became free; the slot's row is locked, so that two processes offer it once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from candidates.profiles import queries as candidates
from candidates.profiles.models import Support
from events.planning.models import Event, EventFormat
from events.registrations import service as seats
from interviews.bookings import queries as bookings
from interviews.bookings import taking
from interviews.bookings.models import Interview, InterviewStatus
from interviews.bookings.rules import Ask, refusal
from interviews.slots.models import Slot
from interviews.waiting import notifications, queries
from interviews.waiting import service as waiting
from interviews.waiting.facts import PlaceGivenUp
from interviews.waiting.models import EntryStatus, Promotion, WaitingEntry
from interviews.waiting.rules import Rule, Standing, offer_ends, order_of
from interviews.waiting.schemas import WaitingRulesForm
from kit import channels, clock
from kit.channels import Channel
from kit.facts import announce
from matching.proposals.models import Proposal

AT_ONCE = 200


async def offer_slot(session: AsyncSession, slot_id: UUID) -> bool:
    """Offer a free slot to the next person who can use it; say whether somebody could.

    Never after the cut-off; to nobody while the slot is booked or held.
    """
    slot = await session.get(Slot, slot_id)
    if slot is None:
        return False
    event = await session.get_one(Event, slot.event_id)
    rules = await queries.rules_at(session, event.id)
    until = offer_ends(clock.now(), slot.starts_at, minutes=rules.offer, cutoff=rules.cutoff, zone=event.zone)
    if until is None:
        return False
    where = queries.of_list(event.id, slot.stand_id, None)
    listed = await queries.standing(session, *where)
    for rank, (one, rule) in enumerate(await _order(session, event, rules, listed, where), 1):
        if await _fits(session, one, slot_id) and await _offer(session, one, rule, rank, until, slot_id):
            await _hold(session, one, slot_id, until)
            return True
    return False


async def offer_slots(session: AsyncSession, slot_ids: Sequence[UUID]) -> None:
    """Offer slots of one stand that were just opened, in their order, while somebody waits there."""
    for slot_id in slot_ids:
        slot = await session.get_one(Slot, slot_id)
        if not await queries.standing(session, *queries.of_list(slot.event_id, slot.stand_id, None)):
            return
        await offer_slot(session, slot_id)


async def offer_seat(session: AsyncSession, event_id: UUID, format_: EventFormat) -> bool:
    """Keep a free seat for the next person who waits for one; say whether somebody did."""
    event = await session.get_one(Event, event_id, populate_existing=True)
    rules = await queries.rules_at(session, event.id)
    until = offer_ends(clock.now(), event.starts_at, minutes=rules.offer, cutoff=rules.cutoff, zone=event.zone)
    if until is None:
        return False
    where = queries.of_list(event.id, None, format_)
    listed = await queries.standing(session, *where)
    if not listed or not await seats.keep(session, event, format_):
        return False
    for rank, (one, rule) in enumerate(await _order(session, event, rules, listed, where), 1):
        if await _offer(session, one, rule, rank, until, None):
            return True
    await seats.let_go(session, event, format_)
    return False


async def lapse(session: AsyncSession) -> None:
    """End the offers that ran out, tell their people, and offer the places to the next ones."""
    await waiting.settle_booked(session)
    over = (WaitingEntry.status == EntryStatus.OFFERED, WaitingEntry.offer_until <= clock.now())
    ended = select(WaitingEntry).where(*over).order_by(WaitingEntry.offer_until).limit(AT_ONCE)
    for entry in await session.scalars(ended):
        booked = entry.proposal_id and await bookings.interview_for(
            session, await session.get_one(Proposal, entry.proposal_id)
        )
        status = EntryStatus.TAKEN if booked else EntryStatus.PASSED
        said = "accepted" if booked else "no answer in time"
        if await waiting.settle(session, entry, status, said, EntryStatus.OFFERED) and not booked:
            await _tell(session, entry, None)
            await announce(session, PlaceGivenUp(entry_id=entry.id, slot_id=entry.slot_id))
    await _offer_what_is_free(session)


async def _offer_what_is_free(session: AsyncSession) -> None:
    """Offer slots that became free without a word: a hold that ran out, an offer whose person booked elsewhere."""
    waiting_there = select(WaitingEntry.stand_id).where(
        WaitingEntry.status == EntryStatus.WAITING, WaitingEntry.stand_id.is_not(None)
    )
    booked = select(Interview.id).where(Interview.slot_id == Slot.id, Interview.status == InterviewStatus.BOOKED)
    free = (
        Slot.stand_id.in_(waiting_there),
        Slot.withdrawn.is_(False),
        Slot.starts_at > clock.now(),
        or_(Slot.held_until.is_(None), Slot.held_until <= clock.now()),
        ~booked.exists(),
    )
    for slot_id in list(await session.scalars(select(Slot.id).where(*free).order_by(Slot.starts_at).limit(AT_ONCE))):
        await offer_slot(session, slot_id)


async def pass_on(session: AsyncSession, fact: PlaceGivenUp) -> None:
    """Give a place that was given up to the next person, or to everybody."""
    entry = await session.get_one(WaitingEntry, fact.entry_id)
    if entry.format is not None:
        await seats.let_go(session, await session.get_one(Event, entry.event_id), entry.format)
        await offer_seat(session, entry.event_id, entry.format)
    elif fact.slot_id:
        mine = (Slot.id == fact.slot_id, Slot.held_for == entry.proposal_id)
        freed = update(Slot).where(*mine).values(held_for=None, held_until=None, hold_extended=False)
        await session.execute(freed)
        await offer_slot(session, fact.slot_id)


async def _order(
    session: AsyncSession,
    event: Event,
    rules: WaitingRulesForm,
    listed: list[Standing],
    where: tuple[ColumnElement[bool], ...],
) -> list[tuple[Standing, Rule]]:
    shares = {Support.GUIDED: rules.guided, Support.REINFORCED: rules.reinforced}
    hours = (event.starts_at - clock.now()).total_seconds() / 3600
    return order_of(listed, await queries.offers_made(session, *where), shares, released=hours <= rules.release)


async def _fits(session: AsyncSession, one: Standing, slot_id: UUID) -> bool:
    """Say whether somebody who waits could book the slot; the slot is locked from here on."""
    entry = await session.get_one(WaitingEntry, one.entry_id)
    if entry.proposal_id is None:
        return False
    ask = Ask(
        id=entry.id,
        candidate_id=entry.candidate_id,
        proposal_id=entry.proposal_id,
        slot_id=slot_id,
        actor_id=entry.candidate_id,
    )
    return refusal(ask, await taking.seen(session, [ask])) is None


async def _offer(
    session: AsyncSession, one: Standing, rule: Rule, rank: int, until: datetime, slot_id: UUID | None
) -> bool:
    """Offer a place to somebody who still waits, keep by which rule, and write to them."""
    chosen = update(WaitingEntry).where(WaitingEntry.id == one.entry_id, WaitingEntry.status == EntryStatus.WAITING)
    values = {"status": EntryStatus.OFFERED, "offer_until": until, "slot_id": slot_id}
    if await session.scalar(chosen.values(**values).returning(WaitingEntry.id)) is None:
        return False
    entry = await session.get_one(WaitingEntry, one.entry_id, populate_existing=True)
    session.add(
        Promotion(
            entry_id=entry.id,
            event_id=entry.event_id,
            slot_id=slot_id,
            rule=rule,
            rank=rank,
            details={"support": entry.support.value, "joined_at": entry.joined_at.isoformat()},
            at=clock.now(),
            until=until,
        )
    )
    await session.flush()
    await _tell(session, entry, until)
    return True


async def _hold(session: AsyncSession, one: Standing, slot_id: UUID, until: datetime) -> None:
    entry = await session.get_one(WaitingEntry, one.entry_id)
    kept = {"held_for": entry.proposal_id, "held_until": until, "hold_extended": True}
    await session.execute(update(Slot).where(Slot.id == slot_id).values(**kept))


async def _tell(session: AsyncSession, entry: WaitingEntry, until: datetime | None) -> None:
    person = (await candidates.with_person(session, [entry.candidate_id]))[entry.candidate_id].person
    if channels.of(person.email, person.phone) is not Channel.PAPER:
        shown = await queries.view(session, entry)
        letter = notifications.offered(person, shown, until) if until else notifications.lapsed(person, shown)
        channels.post(session, letter, phone=person.phone, until=until or clock.now(), about=entry.id)
