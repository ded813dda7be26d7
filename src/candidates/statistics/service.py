"""What can happen to what a candidate tells for statistics."""

from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from candidates.statistics.errors import NotAgreed
from candidates.statistics.models import CandidateStatistics
from candidates.statistics.queries import WORDS
from candidates.statistics.schemas import StatisticsForm
from kit import clock, upserts


async def tell(session: AsyncSession, viewer: Viewer, candidate: Candidate, form: StatisticsForm) -> None:
    """Keep what a candidate agreed to tell; the list of acts says that, and never what. Raises NotAgreed."""
    if not form.agreed:
        raise NotAgreed
    values = {"sex": form.sex, "age_band": form.age_band, "words": WORDS, "agreed_at": clock.now()}
    made = upserts.insert(session, CandidateStatistics).values({"id": uuid4(), "candidate_id": candidate.id, **values})
    await session.execute(made.on_conflict_do_update(index_elements=["candidate_id"], set_=values))
    audit.note(session, viewer.id, "agreed to statistics", candidate.id, for_id=candidate.person_id, words=WORDS)


async def withdraw(session: AsyncSession, viewer: Viewer, candidate: Candidate) -> None:
    """Erase what a candidate told; withdrawing twice changes nothing."""
    gone = delete(CandidateStatistics).where(CandidateStatistics.candidate_id == candidate.id)
    if list(await session.scalars(gone.returning(CandidateStatistics.id))):
        audit.note(session, viewer.id, "withdrew from statistics", candidate.id, for_id=candidate.person_id)
