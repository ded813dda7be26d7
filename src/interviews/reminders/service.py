"""What can happen to reminders."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.models import Person
from accounts.people.schemas import Viewer
from events.planning.models import Event
from interviews.bookings import queries as bookings
from interviews.bookings.models import Interview, InterviewStatus
from interviews.reminders import notifications, queries
from interviews.reminders.errors import AtNight
from interviews.reminders.models import DayLetter, Reminder, ReminderPlan
from interviews.reminders.rules import NIGHT_FROM, NIGHT_TO, next_night
from interviews.reminders.schemas import Due, DueDay, PlanForm
from kit import channels, clock, upserts
from kit.channels import Channel
from kit.i18n import LANGUAGES, Language, speaking
from kit.mail import outbox

MOST = 200


async def plan(session: AsyncSession, adviser: Viewer, event: Event, form: PlanForm) -> None:
    """Set when an event's people are reminded; nothing ticked is no reminder at all. Raises AtNight."""
    if form.eve and not NIGHT_TO <= form.eve_at < NIGHT_FROM:
        raise AtNight
    values = {
        "eve_at": form.eve_at.replace(second=0, microsecond=0) if form.eve else None,
        "hours_before": sorted(set(form.hours_before)),
        "recruiters": form.recruiters,
    }
    made = upserts.insert(session, ReminderPlan).values({"id": uuid4(), "event_id": event.id, **values})
    await session.execute(made.on_conflict_do_update(index_elements=["event_id"], set_=values))
    audit.note(session, adviser.id, "set the reminders", event.id)


async def send_due(session: AsyncSession, most: int = MOST) -> int:
    """Write the reminders that are due, at most so many in a run; return how many letters that made.

    An interview is locked while it is reminded of: a cancellation comes after it, or it does not come.
    The unique row decides who of several processes writes.
    """
    now = clock.now()
    due = {one.interview_id: one for one in await queries.due(session, now, most)}
    standing = await _standing(session, due, now)
    mine = await _take(session, [due[id_] for id_ in standing], now)
    if not mine:
        return 0
    interviews = await bookings.latest(session, Interview.id.in_(mine), most=most)
    return sum([await _remind(session, interviews, language) for language in LANGUAGES])


async def send_days(session: AsyncSession, most: int = MOST) -> int:
    """Write the recruiters' lists of a day that are due, at most so many in a run; return how many."""
    written = 0
    for due in await queries.due_days(session, clock.now(), most):
        if await _take_day(session, due):
            person = await session.get_one(Person, due.person_id)
            listed = await bookings.latest(session, Interview.id.in_(due.interview_ids), most=1000)
            with speaking(person.speaks):
                cards = await bookings.cards(session, listed)
            outbox.post(session, notifications.day(person, due.day, cards), about=due.event_id)
            written += 1
    return written


async def _remind(session: AsyncSession, interviews: list[Interview], language: Language) -> int:
    """Tell those who speak a language and can be told; return how many that were."""
    theirs = [
        one
        for one in interviews
        if (person := one.candidate.person).speaks == language
        and channels.of(person.email, person.phone) is not Channel.PAPER
    ]
    with speaking(language):
        cards = await bookings.cards(session, theirs)
    for one, card in zip(theirs, cards, strict=True):
        person = one.candidate.person
        letter = notifications.reminder(person, card, one.event.to_bring)
        night = next_night(clock.now(), one.event.zone)
        channels.post(session, letter, phone=person.phone, until=card.starts_at, about=one.id, rests=night)
    return len(theirs)


async def _standing(session: AsyncSession, due: dict[UUID, Due], now: datetime) -> list[UUID]:
    """Lock the interviews that still stand at the same time, and return them; others are left to the next run."""
    rows = await session.execute(
        select(Interview.id, Interview.starts_at)
        .where(Interview.id.in_(due), Interview.status == InterviewStatus.BOOKED, Interview.starts_at > now)
        .with_for_update(skip_locked=True)
    )
    return [id_ for id_, starts_at in rows if starts_at == due[id_].starts_at]


async def _take(session: AsyncSession, due: list[Due], now: datetime) -> set[UUID]:
    """Note the reminders as dealt with; return the interviews of which a letter is to be written by us."""
    rows = [
        {
            "id": uuid4(),
            "interview_id": one.interview_id,
            "kind": kind,
            "starts_at": one.starts_at,
            "sent": one.to_send,
            "at": now,
        }
        for one in due
        for kind in one.kinds
    ]
    if not rows:
        return set()
    noted = upserts.insert(session, Reminder).values(rows).on_conflict_do_nothing()
    taken = await session.execute(noted.returning(Reminder.interview_id, Reminder.sent))
    return {id_ for id_, to_send in taken if to_send}


async def _take_day(session: AsyncSession, due: DueDay) -> bool:
    row = {"id": uuid4(), "event_id": due.event_id, "person_id": due.person_id, "day": due.day, "at": clock.now()}
    noted = upserts.insert(session, DayLetter).values(row).on_conflict_do_nothing()
    return await session.scalar(noted.returning(DayLetter.id)) is not None
