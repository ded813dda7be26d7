"""Reading group sessions, each as whoever looks may."""

from collections import defaultdict
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Person, Role
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from employers.needs import queries as needs
from employers.needs.models import Need, NeedStatus
from events.planning import queries as planning
from events.planning.models import Event
from events.stands.models import Stand, StandNeed
from kit import clock
from kit.errors import NotFound
from live.sessions.models import (
    GroupSession,
    QuestionState,
    QuestionVote,
    SessionPost,
    SessionQuestion,
    SessionReminder,
    SessionState,
)
from live.sessions.rules import PUBLIC, first_to_come, showing
from live.sessions.schemas import NeedChoice, PostCard, QuestionCard, SessionCard, SessionView
from matching.tracks import queries as tracks

MOST_POSTS = MOST_QUESTIONS = 100  # of each kind, on a page


class At(msgspec.Struct, frozen=True):
    """A session with where it is; whether whoever asks presents it, and may read who asks a question."""

    held: GroupSession
    event: Event
    stand: Stand
    presents: bool
    named: bool

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/events/{self.event.id}/sessions/{self.held.id}"


async def at(session: AsyncSession, visitor: Viewer | None, event_id: UUID, session_id: UUID) -> At:
    """Return a session; raises NotFound where the event may not be seen.

    Its stand's recruiters and the event's advisers present it. Recruiters read no names where a need
    of the stand is blind.
    """
    rows = (
        select(GroupSession, Event, Stand)
        .join(Event, Event.id == GroupSession.event_id)
        .join(Stand, Stand.id == GroupSession.stand_id)
        .where(GroupSession.id == session_id, GroupSession.event_id == event_id)
    )
    found = (await session.execute(rows)).first()
    if found is None:
        raise NotFound
    held, event, stand = found
    runs = visitor is not None and event.territory_id in visitor.scopes(Role.ADVISER)
    recruits = visitor is not None and stand.company_id in visitor.scopes(Role.RECRUITER)
    if not runs and not recruits and event.status not in planning.SHOWN:
        raise NotFound
    named = runs or (recruits and not await _is_blind(session, stand.id))
    return At(held=held, event=event, stand=stand, presents=runs or recruits, named=named)


async def question_at(session: AsyncSession, held: GroupSession, question_id: UUID) -> SessionQuestion:
    """Return a question of this session; raises NotFound for any other."""
    of = (SessionQuestion.id == question_id, SessionQuestion.session_id == held.id)
    question = await session.scalar(select(SessionQuestion).where(*of))
    if question is None:
        raise NotFound
    return question


async def schedule(session: AsyncSession, event: Event) -> list[SessionCard]:
    """Return the sessions of an event that stand, by time, as everybody sees them."""
    return [one for one in await _cards(session, event) if one.state is not SessionState.TAKEN_OFF]


async def own(
    session: AsyncSession, event: Event, cards: list[SessionCard], candidate_id: UUID | None
) -> list[SessionCard]:
    """Return sessions with the questions of whoever looks, and their wish to be reminded."""
    if not cards or candidate_id is None:
        return cards
    mine, reminded = await _mine(session, event, candidate_id), await _reminded(session, event, candidate_id)
    return [replace(one, reminded=one.id in reminded, mine=mine.get(one.id, [])) for one in cards]


async def card(session: AsyncSession, event: Event, session_id: UUID, candidate_id: UUID | None = None) -> SessionCard:
    """Return one session of an event as its schedule shows it."""
    found = [one for one in await _cards(session, event) if one.id == session_id]
    return (await own(session, event, found, candidate_id))[0]


async def view(session: AsyncSession, at: At, candidate_id: UUID | None = None) -> SessionView:
    """Return a session with what was written, and the questions that whoever looks may read."""
    titles = await _needs(session, at.stand.id)
    return SessionView(
        card=await card(session, at.event, at.held.id, candidate_id),
        event=at.event.title,
        presents=at.presents,
        named=at.named,
        posts=await _posts(session, at.held.id, titles),
        questions=await _shown(session, at, candidate_id),
        needs=[NeedChoice(id=id_, title=title) for id_, title in titles.items()],
    )


async def question(session: AsyncSession, at: At, asked: SessionQuestion) -> QuestionCard:
    """Return a question as its presenters read it."""
    row = (await session.execute(_questions(None).where(SessionQuestion.id == asked.id))).one()
    return _question(row, None, named=at.named)


async def presented_now(session: AsyncSession, viewer: Viewer) -> list[tuple[UUID, UUID, str]]:
    """Return what a recruiter's companies present at events that are not over: event, session and title."""
    rows = (
        select(GroupSession.event_id, GroupSession.id, GroupSession.title)
        .join(Stand, Stand.id == GroupSession.stand_id)
        .join(Event, Event.id == GroupSession.event_id)
        .where(
            Stand.company_id.in_(viewer.scopes(Role.RECRUITER)),
            GroupSession.state.in_((SessionState.PLANNED, SessionState.RUNNING)),
            Event.starts_at <= clock.now(),
            (Event.ends_at > clock.now()) | (GroupSession.state == SessionState.RUNNING),
        )
        .order_by(GroupSession.starts_at, GroupSession.id)
    )
    return [(event, id_, title) for event, id_, title in await session.execute(rows)]


async def _is_blind(session: AsyncSession, stand_id: UUID) -> bool:
    recruited = await session.scalars(select(StandNeed.need_id).where(StandNeed.stand_id == stand_id))
    return bool(await tracks.blind_among(session, recruited))


async def _cards(session: AsyncSession, event: Event) -> list[SessionCard]:
    still = select(func.count(SessionQuestion.id)).where(
        SessionQuestion.session_id == GroupSession.id, SessionQuestion.state == QuestionState.OPEN
    )
    rows = (
        select(GroupSession, Company.name, still.scalar_subquery())
        .join(Stand, Stand.id == GroupSession.stand_id)
        .join(Company, Company.id == Stand.company_id)
        .where(GroupSession.event_id == event.id)
        .order_by(GroupSession.starts_at, GroupSession.id)
    )
    found = (await session.execute(rows)).all()
    now = clock.now()
    first = first_to_come(((one.state, one.starts_at, one.ends_at) for one, _, _ in found), now)
    return [
        SessionCard(
            id=one.id,
            event_id=event.id,
            stand_id=one.stand_id,
            company=company,
            title=one.title,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            timezone=event.timezone,
            state=one.state,
            showing=showing(one.state, one.starts_at, one.ends_at, first, now),
            open=count,
        )
        for one, company, count in found
    ]


async def _mine(session: AsyncSession, event: Event, candidate_id: UUID) -> dict[UUID, list[QuestionCard]]:
    rows = (
        _questions(candidate_id)
        .join(GroupSession, GroupSession.id == SessionQuestion.session_id)
        .where(GroupSession.event_id == event.id, SessionQuestion.candidate_id == candidate_id)
        .order_by(SessionQuestion.asked_at, SessionQuestion.id)
    )
    found: dict[UUID, list[QuestionCard]] = defaultdict(list)
    for row in await session.execute(rows):
        found[row[0].session_id].append(_question(row, candidate_id, named=False))
    return found


async def _reminded(session: AsyncSession, event: Event, candidate_id: UUID) -> set[UUID]:
    rows = (
        select(SessionReminder.session_id)
        .join(GroupSession, GroupSession.id == SessionReminder.session_id)
        .where(GroupSession.event_id == event.id, SessionReminder.candidate_id == candidate_id)
    )
    return set(await session.scalars(rows))


async def _needs(session: AsyncSession, stand_id: UUID) -> dict[UUID, str]:
    rows = (
        select(Need)
        .join(StandNeed, StandNeed.need_id == Need.id)
        .where(StandNeed.stand_id == stand_id, Need.status.in_((NeedStatus.OPEN, NeedStatus.FILLED)))
        .order_by(Need.created_at, Need.id)
    )
    return {one.id: one.title for one in await needs.cards(session, list(await session.scalars(rows)))}


async def _posts(session: AsyncSession, session_id: UUID, titles: dict[UUID, str]) -> list[PostCard]:
    rows = select(SessionPost).where(SessionPost.session_id == session_id)
    newest = rows.order_by(SessionPost.at.desc(), SessionPost.id).limit(MOST_POSTS)
    return [
        PostCard(
            id=one.id,
            text=one.text,
            at=one.at,
            need_id=one.need_id,
            need=titles.get(one.need_id, "") if one.need_id else "",
        )
        for one in await session.scalars(newest)
    ]


async def _shown(session: AsyncSession, at: At, candidate_id: UUID | None) -> list[QuestionCard]:
    """Return the open questions with the most voices, then what was settled last: what is public, or to presenters."""
    rows = _questions(candidate_id).where(SessionQuestion.session_id == at.held.id).limit(MOST_QUESTIONS)
    still = rows.where(SessionQuestion.state == QuestionState.OPEN)
    still = still.order_by(_VOTES.desc(), SessionQuestion.asked_at, SessionQuestion.id)
    settled = rows.where(SessionQuestion.state != QuestionState.OPEN)
    if not at.presents:
        settled = settled.where(SessionQuestion.state.in_(PUBLIC))
    settled = settled.order_by(SessionQuestion.settled_at.desc(), SessionQuestion.id)
    found = [*(await session.execute(still)), *(await session.execute(settled))]
    return [_question(row, candidate_id, named=at.named) for row in found]


_VOTES: ColumnElement[int] = (
    select(func.count(QuestionVote.id)).where(QuestionVote.question_id == SessionQuestion.id).scalar_subquery()
)


def _questions(candidate_id: UUID | None) -> Select[SessionQuestion, int, bool, str]:
    joined = select(QuestionVote.id).where(
        QuestionVote.question_id == SessionQuestion.id, QuestionVote.candidate_id == candidate_id
    )
    return (
        select(SessionQuestion, _VOTES, joined.exists(), Person.name)
        .join(Candidate, Candidate.id == SessionQuestion.candidate_id)
        .join(Person, Person.id == Candidate.person_id)
    )


def _question(row: Any, candidate_id: UUID | None, *, named: bool) -> QuestionCard:
    one, votes, joined, name = row
    return QuestionCard(
        id=one.id,
        text=one.text,
        state=one.state,
        asked_at=one.asked_at,
        voices=votes + 1,
        answer=one.answer,
        settled_at=one.settled_at,
        mine=candidate_id is not None and one.candidate_id == candidate_id,
        joined=bool(joined),
        name=name if named else "",
    )
