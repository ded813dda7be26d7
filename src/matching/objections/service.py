"""What can happen to an objection: it is raised, and a named adviser answers it."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from events.planning.models import Event
from kit import clock
from kit.mail import outbox
from matching.decisions.models import Act
from matching.objections import notifications, queries, rules
from matching.objections.errors import AnsweredAlready, NothingToContest
from matching.objections.models import Objection
from matching.objections.schemas import ObjectionForm
from matching.scoring.rules.words import Reader
from matching.shortlists import queries as lists
from matching.shortlists import service as shortlists
from matching.shortlists.models import Match


async def contest(
    session: AsyncSession, viewer: Viewer, candidate: Candidate, match: Match, form: ObjectionForm
) -> Objection:
    """Say why a reason is wrong; it is kept beside the reason as it was read. Raises NothingToContest."""
    reasons = (await lists.explain(session, [match], Reader.CANDIDATE))[match.id]
    said = next((reason.sentence for reason in reasons if reason.name is form.criterion), None)
    if said is None:
        raise NothingToContest
    now = clock.now()
    objection = Objection(
        match_id=match.id,
        candidate_id=candidate.id,
        criterion=form.criterion,
        words=form.words.strip(),
        said=said,
        by_id=viewer.id,
        at=now,
        due_at=rules.due(now, (await session.get_one(Event, match.event_id)).starts_at),
    )
    session.add(objection)
    await session.flush()
    audit.note(session, viewer.id, "contested a reason", objection.id, for_id=candidate.person_id)
    await shortlists.note(session, viewer.id, [match], Act.CONTESTED, f"{form.criterion.value}: {objection.words}")
    return objection


async def answer(session: AsyncSession, adviser: Viewer, objection: Objection, words: str) -> None:
    """Answer an objection, once, with one's name, and write to the candidate where there is an address.

    Raises AnsweredAlready.
    """
    answered = (
        update(Objection)
        .where(Objection.id == objection.id, Objection.answered_at.is_(None))
        .values(answer=words.strip(), answered_by_id=adviser.id, answered_at=clock.now())
    )
    if await session.scalar(answered.returning(Objection.id)) is None:
        raise AnsweredAlready
    await session.refresh(objection)
    [described] = await queries.views(session, [objection])
    person = (await candidates.with_person(session, [objection.candidate_id]))[objection.candidate_id].person
    if person.email:
        outbox.post(session, notifications.answered(person, described), about=objection.id)
    audit.note(session, adviser.id, "answered an objection", objection.id)
    match = await session.get_one(Match, objection.match_id)
    await shortlists.note(session, adviser.id, [match], Act.ANSWERED, objection.answer)
