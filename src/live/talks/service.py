"""What can happen in a talk: it opens, somebody enters, writes, shows a page, goes on longer, hands over, reports."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from events.planning.models import Event, EventFormat
from interviews.bookings import queries as bookings
from interviews.bookings import service as interviews
from interviews.bookings.facts import CalledOff, Concluded
from interviews.bookings.models import Interview, InterviewStatus
from kit import clock
from kit.errors import NotFound
from live.exclusions import queries as exclusions
from live.exclusions import service as excluding
from live.exclusions.errors import Excluded
from live.lines import queries as lines
from live.lines import service as line
from live.lines.errors import HallClosed
from live.lines.facts import Called, Ended, HandedOver
from live.lines.models import LineEntry, LineState
from live.news import service as news
from live.news.schemas import Changed, Pointed, Said, Signal
from live.talks import queries
from live.talks.errors import AnotherCall, NoExtension, SayIt, SayWhy, TalkOver, TooFast
from live.talks.models import Decision, Mode, Report, Talk, TalkMessage
from live.talks.queries import Sides
from live.talks.rules import KEPT, LONGER, is_personal, may_extend
from live.talks.schemas import DecideForm, ReportForm, SayForm, ShowForm

MOST_A_MINUTE = 30


async def open_for_entry(session: AsyncSession, fact: Called) -> None:
    """Open the talk of somebody who was called from a line; it bears the id of their place."""
    entry = await session.get_one(LineEntry, fact.entry_id)
    if entry.recruiter_id:
        before = await session.get(Talk, entry.id)
        if before is not None:  # called again
            before.recruiter_id, before.closed_at, before.began_at = entry.recruiter_id, None, None
            return
        talk = await _opened(session, entry.event_id, entry.stand_id, entry.candidate_id, entry.recruiter_id, entry.id)
        talk.entry_id = entry.id


async def open_for_interview(session: AsyncSession, viewer: Viewer, interview: Interview) -> None:
    """Open the talk of a booked interview that is online; it bears its id, and whoever opens it last has it.

    Raises HallClosed, or NotFound for one that is over, cancelled or held on site.
    """
    if not lines.is_on(interview.event):
        raise HallClosed
    live = interview.status is InterviewStatus.BOOKED and interview.outcome is None
    if not live or interview.format is not EventFormat.ONLINE:
        raise NotFound
    await session.execute(select(Interview.id).where(Interview.id == interview.id).with_for_update())
    there = await session.get(Talk, interview.id)
    if there is not None:  # a colleague opened it: whoever opens it now goes on
        there.recruiter_id, there.mode = viewer.id, there.mode if there.recruiter_id == viewer.id else Mode.TEXT
        return
    talk = await _opened(
        session, interview.event_id, interview.stand_id, interview.candidate_id, viewer.id, interview.id
    )
    talk.interview_id = interview.id
    await session.flush()
    audit.note(session, viewer.id, "opened a talk", interview.id)
    person = interview.candidate.person_id
    news.tell(session, interview.event_id, [person], Changed(what="place", id=interview.id, called=True))


async def enter(session: AsyncSession, viewer: Viewer, sides: Sides) -> None:
    """Note that the candidate came in: the talk begins, and its time runs. Twice changes nothing. Raises TalkOver."""
    talk = _going_on(sides)
    if talk.began_at is not None or sides.recruits:
        return
    await exclusions.ensure_welcome(session, talk.event_id, viewer.id)
    rules = await lines.rules_at(session, talk.event_id)
    talk.began_at = clock.now()
    talk.ends_at = talk.began_at + timedelta(minutes=rules.talk)
    if talk.entry_id:
        entry = await session.get_one(LineEntry, talk.entry_id)
        if entry.state is LineState.CALLED:
            await line.begin(session, entry, talk.recruiter_id)
    else:
        interview = await bookings.interview_behind(session, talk.id)
        talk.ends_at = max(talk.ends_at, interview.ends_at)
        await interviews.begin(session, viewer, interview)
    await session.flush()
    _changed(session, sides)


async def say(session: AsyncSession, viewer: Viewer, sides: Sides, form: SayForm) -> TalkMessage:
    """Write something that both sides read. Raises SayIt, TalkOver, Muted or TooFast."""
    talk, text = _going_on(sides), form.text.strip()
    if not text:
        raise SayIt
    await exclusions.ensure_may_write(session, talk.event_id, viewer.id)
    if await queries.lately(session, talk, viewer) >= MOST_A_MINUTE:
        raise TooFast(seconds=60)
    written = TalkMessage(id=uuid4(), talk_id=talk.id, author_id=viewer.id, at=clock.now(), text=text)
    session.add(written)
    await session.flush()
    said = Said(talk=talk.id, id=written.id, author=viewer.id, by=viewer.name, text=text, at=written.at)
    news.tell(session, talk.event_id, sides.people, said)
    return written


async def go_on_by(session: AsyncSession, viewer: Viewer, sides: Sides, mode: Mode) -> None:
    """Go on by video, by voice, in writing or by telephone; what was written stays. Raises TalkOver, AnotherCall."""
    talk = _going_on(sides)
    if talk.mode is mode:
        return
    try:
        async with session.begin_nested():
            await session.execute(update(Talk).where(Talk.id == talk.id).values(mode=mode))
    except IntegrityError as another:
        raise AnotherCall from another
    await session.refresh(talk)
    if talk.entry_id:
        await line.be_alone(session, await session.get_one(LineEntry, talk.entry_id), alone=mode is not Mode.TEXT)
    audit.note(session, viewer.id, "changed a talk", talk.id, mode=mode.value)
    _changed(session, sides)


async def extend(session: AsyncSession, viewer: Viewer, sides: Sides) -> None:
    """Let a talk go on five minutes longer. Raises TalkOver or NoExtension."""
    talk = _going_on(sides)
    now = clock.now()
    later = await queries.next_booked(session, talk)
    if not sides.recruits or not may_extend(now, talk.ends_at, talk.extended, later):
        raise NoExtension
    talk.ends_at, talk.extended = max(now, talk.ends_at) + LONGER, talk.extended + 1
    await session.flush()
    audit.note(session, viewer.id, "extended a talk", talk.id)
    _changed(session, sides)


async def show(session: AsyncSession, viewer: Viewer, sides: Sides, form: ShowForm) -> None:
    """Put a page before both sides, or take it away; the candidate's own showing is their consent.

    Raises TalkOver, or NotFound for what is not of the stand.
    """
    talk = _going_on(sides)
    if form.need_id and form.need_id not in dict(await lines.needs_at(session, talk.stand_id)):
        raise NotFound
    talk.showing = f"need:{form.need_id}" if form.page == "need" and form.need_id else form.page.replace("need", "")
    talk.shown_by_id = viewer.id
    talk.consented_at = clock.now() if is_personal(talk.showing) and not sides.recruits else None
    await session.flush()
    if is_personal(talk.showing):
        audit.note(session, viewer.id, "showed a page", talk.id, page=talk.showing)
    _changed(session, sides)


async def consent(session: AsyncSession, viewer: Viewer, sides: Sides, showing: str, *, agreed: bool) -> None:
    """Let the recruiter see what is personal, or not: only the candidate's side says so, of the page they read.

    Raises TalkOver.
    """
    talk = _going_on(sides)
    if sides.recruits or not is_personal(showing):
        return
    values = {"consented_at": clock.now()} if agreed else {"showing": "", "consented_at": None}
    still = (Talk.id == talk.id, Talk.showing == showing)
    if await session.scalar(update(Talk).where(*still).values(**values).returning(Talk.id)) is None:
        return
    await session.refresh(talk)
    audit.note(session, viewer.id, "consented to be shown" if agreed else "refused to be shown", talk.id)
    _changed(session, sides)


async def hand_over(session: AsyncSession, viewer: Viewer, sides: Sides, to_id: UUID) -> None:
    """Give a talk from a line to a colleague, with what was written. Raises TalkOver or what a line refuses."""
    talk = _going_on(sides)
    entry = await session.get_one(LineEntry, talk.entry_id) if talk.entry_id and sides.recruits else None
    if entry is None:
        raise NotFound
    stand, _ = await lines.stand_run_by(session, viewer, talk.stand_id)
    await line.hand_over(session, viewer, stand, entry, to_id)


async def follow(session: AsyncSession, fact: HandedOver) -> None:
    """Let the talk of a place go along when it is handed over; a call goes on in writing until it is taken up."""
    talk = await session.get(Talk, fact.entry_id)
    if talk is None:
        return
    talk.recruiter_id, talk.mode = fact.to_id, Mode.TEXT
    talk.showing, talk.consented_at = "", None
    await session.flush()
    await line.be_alone(session, await session.get_one(LineEntry, fact.entry_id), alone=False)


async def report(session: AsyncSession, viewer: Viewer, sides: Sides, form: ReportForm) -> None:
    """Say that the other side behaves badly: the event's advisers see it at once. Raises SayWhy."""
    if not form.reason.strip():
        raise SayWhy
    talk = sides.talk
    about = sides.other(viewer)
    session.add(
        Report(
            talk_id=talk.id,
            event_id=talk.event_id,
            by_id=viewer.id,
            about_id=about,
            reason=form.reason.strip(),
            at=clock.now(),
        )
    )
    await session.flush()
    audit.note(session, viewer.id, "reported somebody", talk.id, for_id=about)
    news.tell_desk(session, talk.event_id, "report")


async def decide(session: AsyncSession, viewer: Viewer, event: Event, one: Report, form: DecideForm) -> None:
    """Decide about a report: nothing, mute, or remove from the hall; of several about a person the heaviest stands."""
    one.decision, one.decided_at, one.decided_by_id = form.decision, clock.now(), viewer.id
    await session.flush()
    stands = await queries.decided(session, event, one.about_id)
    if stands is Decision.NOTHING:
        await excluding.readmit(session, viewer, event, one.about_id)
    else:
        await excluding.exclude(session, viewer, event, one.about_id, removed=stands is Decision.REMOVED)
    audit.note(session, viewer.id, "decided a report", one.id, decision=form.decision.value)
    news.tell_desk(session, event.id, "report")


async def close_for_entry(session: AsyncSession, fact: Ended) -> None:
    """End the talk of a place that is over."""
    await _close(session, fact.entry_id)


async def close_for_interview(session: AsyncSession, fact: Concluded | CalledOff) -> None:
    """End the talk of an interview whose outcome is written, or that was cancelled."""
    await _close(session, fact.interview_id)


async def forget(session: AsyncSession) -> int:
    """Delete what was written in talks that ended long ago, and the notes on them; return how many messages."""
    since = clock.now() - KEPT
    await session.execute(update(LineEntry).where(LineEntry.ended_at < since).values(note=""))
    old = select(Talk.id).where(Talk.opened_at < since)
    gone = await session.execute(delete(TalkMessage).where(TalkMessage.talk_id.in_(old)))
    return getattr(gone, "rowcount", 0)


def pass_on(session: AsyncSession, viewer: Viewer, sides: Sides, said: Signal | Pointed) -> None:
    """Give a message of one browser to the other side's, unread. Raises TalkOver."""
    talk = _going_on(sides)
    if isinstance(said, Pointed):
        said = Pointed(talk=talk.id, part=said.part[:40], x=said.x, y=said.y, author=viewer.id)
    news.tell(session, talk.event_id, [one for one in sides.people if one != viewer.id], said)


async def _opened(
    session: AsyncSession, event_id: UUID, stand_id: UUID, candidate_id: UUID, recruiter_id: UUID, id_: UUID
) -> Talk:
    rules = await lines.rules_at(session, event_id)
    now = clock.now()
    talk = Talk(
        id=id_,
        event_id=event_id,
        stand_id=stand_id,
        candidate_id=candidate_id,
        recruiter_id=recruiter_id,
        opened_at=now,
        ends_at=now + timedelta(minutes=rules.talk),
    )
    session.add(talk)
    return talk


async def _close(session: AsyncSession, talk_id: UUID) -> None:
    values = {"closed_at": clock.now(), "showing": "", "consented_at": None}
    still = (Talk.id == talk_id, Talk.closed_at.is_(None))
    closed = update(Talk).where(*still).values(**values).returning(Talk.event_id, Talk.candidate_id, Talk.recruiter_id)
    row = (await session.execute(closed)).first()
    if row:
        person = await session.scalar(select(Candidate.person_id).where(Candidate.id == row.candidate_id))
        both = [one for one in (person, row.recruiter_id) if one]
        news.tell(session, row.event_id, both, Changed(what="talk", id=talk_id))


def _going_on(sides: Sides) -> Talk:
    if sides.talk.closed_at is not None:
        raise TalkOver
    if sides.removed:
        raise Excluded
    return sides.talk


def _changed(session: AsyncSession, sides: Sides) -> None:
    news.tell(session, sides.talk.event_id, sides.people, Changed(what="talk", id=sides.talk.id))
