"""What happens to the schedule: sessions are planned, changed and taken off, and people are reminded of them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from events.planning.models import Event
from events.stands import queries as stands
from events.stands.models import Stand
from kit import channels, clock, i18n, upserts
from live.news import service as news
from live.schedule import notifications, queries
from live.schedule.errors import OutsideTheEvent, PresentsThen, SessionBegun, TooLateToRemind
from live.schedule.schemas import RemindForm, SessionForm
from live.sessions import queries as sessions
from live.sessions.models import GroupSession, SessionReminder, SessionState

MOST = 2000  # in a run: a full hall is written to in the ten minutes there are


async def plan(session: AsyncSession, adviser: Viewer, event: Event, form: SessionForm) -> GroupSession:
    """Plan a session of a stand; raises OutsideTheEvent, PresentsThen, NotFound for a stand of another event."""
    stand, starts, ends = await _place(session, event, form)
    held = GroupSession(event_id=event.id, stand_id=stand.id, title=form.title.strip(), starts_at=starts, ends_at=ends)
    session.add(held)
    await session.flush()
    audit.note(session, adviser.id, "planned a group session", held.id)
    news.tell_everybody(session, event.id, "schedule")
    return held


async def change(session: AsyncSession, adviser: Viewer, event: Event, held: GroupSession, form: SessionForm) -> None:
    """Change a session that has not begun; who wanted to be reminded is, of its new time.

    Raises as `plan`, or SessionBegun.
    """
    await _ensure_planned(session, held)
    stand, starts, ends = await _place(session, event, form, held.id)
    held.stand_id, held.title, held.starts_at, held.ends_at = stand.id, form.title.strip(), starts, ends
    await session.flush()
    audit.note(session, adviser.id, "changed a group session", held.id)
    news.tell_everybody(session, event.id, "schedule")


async def take_off(session: AsyncSession, adviser: Viewer, event: Event, held: GroupSession) -> int:
    """Take off a session that has not begun, and tell who wanted to be reminded; return how many those are.

    Twice changes nothing. Raises SessionBegun.
    """
    if held.state is SessionState.TAKEN_OFF:
        return 0
    await _ensure_planned(session, held)
    held.state = SessionState.TAKEN_OFF
    await session.flush()
    card = await sessions.card(session, event, held.id)
    wished = select(SessionReminder.candidate_id).where(SessionReminder.session_id == held.id)
    people = await candidates.with_person(session, await session.scalars(wished))
    for candidate in people.values():
        letter = notifications.taken_off(candidate.person, card)
        channels.post(session, letter, phone=candidate.person.phone, until=card.ends_at, about=held.id)
    audit.note(session, adviser.id, "took a group session off", held.id, told=len(people))
    news.tell_everybody(session, event.id, "schedule")
    return len(people)


async def remind(
    session: AsyncSession, viewer: Viewer, held: GroupSession, candidate: Candidate, form: RemindForm
) -> None:
    """Keep somebody's wish to be reminded, or end it; twice changes nothing. Raises TooLateToRemind."""
    mine = (SessionReminder.session_id == held.id, SessionReminder.candidate_id == candidate.id)
    if form.stop:
        await session.execute(delete(SessionReminder).where(*mine))
        audit.note(session, viewer.id, "ended a session reminder", held.id, for_id=candidate.person_id)
        return
    if held.state is not SessionState.PLANNED or held.starts_at <= clock.now():
        raise TooLateToRemind
    row = {"id": uuid4(), "session_id": held.id, "candidate_id": candidate.id, "asked_at": clock.now()}
    await session.execute(upserts.insert(session, SessionReminder).values(row).on_conflict_do_nothing())
    audit.note(session, viewer.id, "wished a session reminder", held.id, for_id=candidate.person_id)


async def send_due(session: AsyncSession, most: int = MOST) -> int:
    """Write the reminders of sessions that begin within ten minutes, at most so many in a run; return how many."""
    due = await queries.due(session, clock.now(), most)
    people = await candidates.with_person(session, {one.candidate_id for one in due})
    for held, event in await _held(session, {one.session_id for one in due}):
        card = await sessions.card(session, event, held.id)
        for one in due:
            if one.session_id == held.id:
                one.sent_for, person = held.starts_at, people[one.candidate_id].person
                letter = notifications.reminder(person, card)
                channels.post(session, letter, phone=person.phone, until=card.starts_at, about=held.id)
    return len(due)


async def _held(session: AsyncSession, ids: Iterable[UUID]) -> list[tuple[GroupSession, Event]]:
    rows = select(GroupSession, Event).join(Event, Event.id == GroupSession.event_id)
    return [(held, event) for held, event in await session.execute(rows.where(GroupSession.id.in_(set(ids))))]


async def _place(
    session: AsyncSession, event: Event, form: SessionForm, but: UUID | None = None
) -> tuple[Stand, datetime, datetime]:
    """Return where and when a session would be; the stand is locked, so that it is planned for once at a time."""
    starts = form.starts_at.replace(tzinfo=event.zone).astimezone(UTC)
    ends = starts + timedelta(minutes=form.minutes)
    if not (event.starts_at <= starts and ends <= event.ends_at and starts > clock.now()):
        raise OutsideTheEvent(hours=i18n.span(event.starts_at, event.ends_at, event.zone))
    stand = await stands.stand_at(session, event, form.stand_id)
    await session.execute(select(Stand.id).where(Stand.id == stand.id).with_for_update())
    if title := await queries.presents_then(session, stand.id, starts, ends, but):
        raise PresentsThen(title=title)
    return stand, starts, ends


async def _ensure_planned(session: AsyncSession, held: GroupSession) -> None:
    """Lock a session; raises SessionBegun unless it is still to come."""
    state = select(GroupSession.state).where(GroupSession.id == held.id).with_for_update()
    if await session.scalar(state) is not SessionState.PLANNED:
        raise SessionBegun
