"""Reading what people told for statistics: each their own here, everybody only as counts (see insights)."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from candidates.profiles import queries as profiles
from candidates.profiles.models import Candidate, Helping
from candidates.statistics.models import AgeBand, CandidateStatistics, Sex
from candidates.statistics.schemas import StatisticsForm, StatisticsView
from kit.errors import NotFound
from kit.i18n import N_, gettext

WORDS = "2026.1"
QUESTION = N_(
    "May we count you when we check that women and men, and people of every age, are treated alike? "
    "If you agree, we keep your sex and your age band apart from your profile, and only count them in groups of ten "
    "people or more. Employers, advisers and the score never see them. It changes nothing for you whether you agree "
    "or not, and you can withdraw at any time: your answers are then erased."
)


async def asked(session: AsyncSession, viewer: Viewer, candidate_id: UUID) -> Candidate:
    """Return a candidate who may be asked: oneself, or somebody one helps.

    Advisers decide about people, so they are kept out. Raises NotFound for anybody else.
    """
    candidate = await profiles.candidate_of(session, viewer, candidate_id)
    helped = select(Helping.id).where(Helping.helper_id == viewer.id, Helping.candidate_id == candidate.id)
    if candidate.id == viewer.candidate_id or (viewer.has(Role.HELPER) and await session.scalar(helped)):
        return candidate
    raise NotFound


async def view(session: AsyncSession, candidate: Candidate) -> StatisticsView:
    """Return what a candidate told, with the sentence that is asked."""
    kept = await _kept(session, candidate)
    if kept is None:
        return StatisticsView(question=gettext(QUESTION), words=WORDS)
    return StatisticsView(
        question=gettext(QUESTION), words=kept.words, agreed_at=kept.agreed_at, sex=kept.sex, age_band=kept.age_band
    )


async def form_of(session: AsyncSession, candidate: Candidate) -> StatisticsForm:
    """Return what a candidate told as the form shows it; off by default."""
    kept = await _kept(session, candidate)
    return StatisticsForm(agreed=True, sex=kept.sex, age_band=kept.age_band) if kept else StatisticsForm()


async def told(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, tuple[Sex | None, AgeBand | None]]:
    """Return what each of these candidates told, for counting only; who told nothing is not there."""
    wanted = set(ids)
    rows = await session.execute(
        select(CandidateStatistics.candidate_id, CandidateStatistics.sex, CandidateStatistics.age_band)
    )
    return {id_: (sex, band) for id_, sex, band in rows if id_ in wanted}


async def _kept(session: AsyncSession, candidate: Candidate) -> CandidateStatistics | None:
    return await session.scalar(select(CandidateStatistics).where(CandidateStatistics.candidate_id == candidate.id))
