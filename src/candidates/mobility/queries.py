"""Reading the jobs close to a candidate's own, from the register's tables of mobility and skills."""

from sqlalchemy.ext.asyncio import AsyncSession

from candidates.mobility.schemas import MobilityView, NearJob
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from reference.occupations import queries as occupations

MOST = 12


async def view(session: AsyncSession, candidate: Candidate) -> MobilityView:
    """Return the jobs that the register says are near to a candidate's own or a step up, the best prepared first."""
    person = (await candidates.with_person(session, [candidate.id]))[candidate.id].person
    reached = await occupations.links_from(session, candidate.occupations)
    asked = await occupations.core_skills(session, reached)
    names = await occupations.names(session, {*reached, *candidate.occupations})
    skills = await occupations.skill_names(session, {skill for some in asked.values() for skill in some})
    has = set(candidate.skills)
    jobs = [
        NearJob(
            code=code,
            label=names[code],
            nearness=nearness,
            have=sorted(skills[skill] for skill in asked.get(code, ()) if skill in has),
            missing=sorted(skills[skill] for skill in asked.get(code, ()) if skill not in has),
        )
        for code, nearness in reached.items()
        if code in names
    ]
    return MobilityView(
        candidate_id=candidate.id,
        name=person.name,
        own=[names[code] for code in candidate.occupations if code in names],
        jobs=sorted(jobs, key=_prepared)[:MOST],
    )


def _prepared(job: NearJob) -> tuple[float, bool, str]:
    asked = len(job.have) + len(job.missing)
    return (-len(job.have) / asked if asked else 0.0, job.nearness != "near", job.label)
