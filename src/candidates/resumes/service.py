"""What can happen to what a résumé says."""

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.schemas import Viewer
from candidates.profiles import service as profiles
from candidates.profiles.models import Candidate
from candidates.resumes.schemas import TakenForm
from reference.occupations import queries as occupations
from reference.terms import Source


async def take(session: AsyncSession, viewer: Viewer, candidate: Candidate, taken: TakenForm) -> None:
    """Take over what the person confirmed; it keeps the résumé as its source, and codes that nobody knows are left.

    Raises TooManyJobs: a profile holds two wishes.
    """
    skills = await occupations.skill_names(session, taken.skills)
    jobs = await occupations.names(session, taken.occupations)
    named = [
        *(("occupations", code) for code in taken.occupations if code in jobs),
        *(("skills", code) for code in taken.skills if code in skills),
        *(("languages", code) for code in taken.languages),
        *(("licences", licence.value) for licence in taken.licences),
    ]
    await profiles.take_over(session, viewer, candidate, named, Source.RESUME)
