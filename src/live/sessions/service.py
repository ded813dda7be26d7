"""What happens in a group session: it begins, presenters write, people ask, and every question is settled."""

from collections import defaultdict
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from events.planning.models import Event, EventStatus
from events.stands.models import StandNeed
from kit import channels, clock, upserts
from live.exclusions import queries as exclusions
from live.news import service as news
from live.sessions import notifications, queries
from live.sessions.errors import (
    NotAtThisStand,
    NotItsTime,
    NotRunning,
    OwnQuestion,
    PresentsAlready,
    QuestionSettled,
    QuestionsOpen,
    TooManyQuestions,
)
from live.sessions.models import (
    GroupSession,
    QuestionState,
    QuestionVote,
    SessionPost,
    SessionQuestion,
    SessionState,
)
from live.sessions.rules import may_begin
from live.sessions.schemas import EndForm, PostForm, QuestionForm, SettleForm

MOST_OPEN = 5  # questions of one person that wait for an answer
ANSWER_DAYS = timedelta(days=2)


async def begin(session: AsyncSession, viewer: Viewer, event: Event, held: GroupSession) -> None:
    """Begin a session; while it runs that changes nothing. Raises NotItsTime or PresentsAlready."""
    now = clock.now()
    on = event.status is EventStatus.PUBLISHED and may_begin(held.starts_at, event.starts_at, event.ends_at, now)
    if held.state is SessionState.PLANNED and not on:
        raise NotItsTime
    still = (GroupSession.id == held.id, GroupSession.state == SessionState.PLANNED)
    begun = update(GroupSession).where(*still).values(state=SessionState.RUNNING, began_at=now)
    try:
        async with session.begin_nested():
            moved = await session.scalar(begun.returning(GroupSession.id))
    except IntegrityError as elsewhere:
        raise PresentsAlready from elsewhere
    await session.refresh(held)
    if held.state is not SessionState.RUNNING:
        raise NotItsTime
    if moved:
        audit.note(session, viewer.id, "began a group session", held.id)
        news.tell_everybody(session, event.id, "schedule")


async def write(session: AsyncSession, viewer: Viewer, held: GroupSession, form: PostForm) -> SessionPost:
    """Write something that the hall reads; raises NotRunning, or NotAtThisStand for a need that is not the stand's."""
    await _ensure_running(session, held)
    await exclusions.ensure_may_write(session, held.event_id, viewer.id)
    of = (StandNeed.stand_id == held.stand_id, StandNeed.need_id == form.need_id)
    if form.need_id and not await session.scalar(select(StandNeed.id).where(*of)):
        raise NotAtThisStand
    said = SessionPost(
        session_id=held.id, by_id=viewer.id, at=clock.now(), text=form.text.strip(), need_id=form.need_id
    )
    session.add(said)
    await session.flush()
    audit.note(session, viewer.id, "wrote in a group session", said.id)
    news.tell_everybody(session, held.event_id, "session", held.id)
    return said


async def ask(
    session: AsyncSession, viewer: Viewer, held: GroupSession, candidate: Candidate, form: QuestionForm
) -> SessionQuestion:
    """Ask a question, which everybody reads without its asker's name.

    Raises NotRunning, TooManyQuestions, Muted or Excluded.
    """
    await _ensure_running(session, held)
    await exclusions.ensure_may_write(session, held.event_id, candidate.person_id)
    await session.execute(select(Candidate.id).where(Candidate.id == candidate.id).with_for_update())
    still = select(func.count(SessionQuestion.id)).where(
        SessionQuestion.session_id == held.id,
        SessionQuestion.candidate_id == candidate.id,
        SessionQuestion.state == QuestionState.OPEN,
    )
    if (await session.scalar(still) or 0) >= MOST_OPEN:
        raise TooManyQuestions
    asked = SessionQuestion(session_id=held.id, candidate_id=candidate.id, text=form.text.strip(), asked_at=clock.now())
    session.add(asked)
    await session.flush()
    audit.note(session, viewer.id, "asked a question", asked.id, for_id=candidate.person_id)
    news.tell_everybody(session, held.event_id, "session", held.id)
    return asked


async def join(session: AsyncSession, viewer: Viewer, candidate: Candidate, question: SessionQuestion) -> None:
    """Say "me too"; twice changes nothing. Raises OwnQuestion, or QuestionSettled once it is."""
    if question.candidate_id == candidate.id:
        raise OwnQuestion
    if question.state is not QuestionState.OPEN:
        raise QuestionSettled
    row = {"id": uuid4(), "question_id": question.id, "candidate_id": candidate.id}
    voted = upserts.insert(session, QuestionVote).values(row).on_conflict_do_nothing().returning(QuestionVote.id)
    if await session.scalar(voted):
        audit.note(session, viewer.id, "joined a question", question.id, for_id=candidate.person_id)


async def settle(session: AsyncSession, viewer: Viewer, question: SessionQuestion, form: SettleForm) -> None:
    """Answer a question for everybody, or set it aside with a reason for its asker; raises QuestionSettled."""
    state = QuestionState.SET_ASIDE if form.aside else QuestionState.ANSWERED
    still = (SessionQuestion.id == question.id, SessionQuestion.state == QuestionState.OPEN)
    values = {"state": state, "answer": form.answer.strip(), "settled_by_id": viewer.id, "settled_at": clock.now()}
    done = update(SessionQuestion).where(*still).values(values).returning(SessionQuestion.id)
    if await session.scalar(done) is None:
        raise QuestionSettled
    await session.refresh(question)
    audit.note(session, viewer.id, "set a question aside" if form.aside else "answered a question", question.id)
    held = await session.get_one(GroupSession, question.session_id)
    news.tell_everybody(session, held.event_id, "session", held.id)


async def end(session: AsyncSession, viewer: Viewer, event: Event, held: GroupSession, form: EndForm) -> int:
    """End a session, with a word to everybody whose question is open; return how many those are.

    Raises NotRunning, and QuestionsOpen without such a word.
    """
    await _ensure_running(session, held, alone=True)
    still = (SessionQuestion.session_id == held.id, SessionQuestion.state == QuestionState.OPEN)
    rows = select(SessionQuestion).where(*still).order_by(SessionQuestion.asked_at, SessionQuestion.id)
    waiting = list(await session.scalars(rows.with_for_update()))
    said = form.said.strip()
    if waiting and not said:
        raise QuestionsOpen
    now = clock.now()
    for question in waiting:
        question.state, question.answer = QuestionState.LEFT, said
        question.settled_by_id, question.settled_at = viewer.id, now
    await session.execute(
        update(GroupSession).where(GroupSession.id == held.id).values(state=SessionState.OVER, ended_at=now)
    )
    await session.refresh(held)
    told = await _tell(session, event, held, waiting, said)
    audit.note(session, viewer.id, "ended a group session", held.id, told=told)
    news.tell_everybody(session, event.id, "schedule")
    return told


async def _ensure_running(session: AsyncSession, held: GroupSession, *, alone: bool = False) -> None:
    """Raise NotRunning, or keep the session from ending until the commit; ``alone`` lets nobody else write."""
    state = select(GroupSession.state).where(GroupSession.id == held.id).with_for_update(read=not alone)
    if await session.scalar(state) is not SessionState.RUNNING:
        raise NotRunning


async def _tell(
    session: AsyncSession, event: Event, held: GroupSession, waiting: list[SessionQuestion], said: str
) -> int:
    """Write one letter to each person whose questions were left."""
    asked: dict[UUID, list[str]] = defaultdict(list)
    for question in waiting:
        asked[question.candidate_id].append(question.text)
    if not asked:
        return 0
    card = await queries.card(session, event, held.id)
    for id_, candidate in (await candidates.with_person(session, asked)).items():
        letter = notifications.left(candidate.person, card, asked[id_], said)
        until = clock.now() + ANSWER_DAYS
        channels.post(session, letter, phone=candidate.person.phone, until=until, about=held.id)
    return len(asked)
