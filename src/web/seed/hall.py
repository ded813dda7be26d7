"""The demo's hall: a word to everybody, a group session under way and one to come, at the event that is on."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Mandate, Role
from events.planning.models import Event
from events.stands.models import Stand, StandNeed
from interviews.bookings.models import Interview
from kit import clock
from live.announcements.models import Announcement
from live.sessions.models import (
    GroupSession,
    QuestionState,
    QuestionVote,
    SessionPost,
    SessionQuestion,
    SessionState,
)
from web.seed.making import Maker

ANNOUNCED = "Les présentations se suivent par écrit dans le hall : posez vos questions, chacune aura une réponse."
SAID = (
    "Bonjour à tous, bienvenue. Nous ouvrons un restaurant de soixante couverts dans le centre commercial.",
    "L'équipe compte douze personnes en salle et en cuisine ; nous formons sur place pendant trois semaines.",
    "Nous cherchons encore pour ce poste. Les horaires sont en continu, avec deux jours de repos qui se suivent.",
)
ASKED = (
    ("Faut-il avoir déjà travaillé en restauration ?", "Non : l'envie d'apprendre suffit, nous formons."),
    ("Peut-on venir en bus pour le service du soir ?", ""),
    ("Les repas sont-ils compris ?", ""),
)


async def hall(session: AsyncSession, maker: Maker, event: Event) -> None:
    """Let the event's company present itself now and again in two hours, and the adviser say a word."""
    now = clock.now().replace(second=0, microsecond=0)
    by = event.adviser_id
    session.add(Announcement(id=maker.id(), event_id=event.id, text=ANNOUNCED, by_id=by, at=now - timedelta(hours=1)))
    [stand] = await session.scalars(select(Stand).where(Stand.event_id == event.id))
    begins = now - timedelta(minutes=15)
    first = _session(maker, stand, "Découvrir notre restaurant et nos métiers", begins, 60)
    first.state, first.began_at = SessionState.RUNNING, begins
    later = _session(maker, stand, "Travailler en cuisine : une journée type", now + timedelta(hours=2), 45)
    session.add_all([first, later])
    await session.flush()
    recruits = select(Mandate.person_id).where(Mandate.role == Role.RECRUITER, Mandate.scope_id == stand.company_id)
    presenter = (await session.scalars(recruits)).one()
    await _posts(session, maker, first, presenter)
    await _questions(session, maker, event, first, presenter)


def _session(maker: Maker, stand: Stand, title: str, starts: datetime, minutes: int) -> GroupSession:
    ends = starts + timedelta(minutes=minutes)
    where = {"event_id": stand.event_id, "stand_id": stand.id}
    return GroupSession(id=maker.id(), **where, title=title, starts_at=starts, ends_at=ends, state=SessionState.PLANNED)


async def _posts(session: AsyncSession, maker: Maker, held: GroupSession, by: UUID) -> None:
    need = await session.scalar(select(StandNeed.need_id).where(StandNeed.stand_id == held.stand_id))
    for number, text in enumerate(SAID):
        at, about = held.starts_at + timedelta(minutes=2 + 4 * number), need if number == len(SAID) - 1 else None
        session.add(SessionPost(id=maker.id(), session_id=held.id, by_id=by, at=at, text=text, need_id=about))


async def _questions(session: AsyncSession, maker: Maker, event: Event, held: GroupSession, by: UUID) -> None:
    """Let those who are met here ask, each one thing, and whoever comes after say "me too"."""
    met = select(Interview.candidate_id).where(Interview.event_id == event.id)
    people = list(await session.scalars(met.order_by(Interview.starts_at, Interview.id)))
    for number, ((text, answer), candidate) in enumerate(zip(ASKED, people, strict=False)):
        asked = held.starts_at + timedelta(minutes=3 + 3 * number)
        question = SessionQuestion(id=maker.id(), session_id=held.id, candidate_id=candidate, text=text, asked_at=asked)
        if answer:
            question.state, question.answer = QuestionState.ANSWERED, answer
            question.settled_by_id, question.settled_at = by, asked + timedelta(minutes=2)
        session.add(question)
        await session.flush()
        voting = people[number + 1 : number + 3]
        session.add_all(QuestionVote(id=maker.id(), question_id=question.id, candidate_id=one) for one in voting)
