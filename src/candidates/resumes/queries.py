"""Reading a résumé: what it says that the profile does not say yet."""

from sqlalchemy.ext.asyncio import AsyncSession

from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from candidates.resumes import rules
from candidates.resumes.schemas import ResumeView
from reference.titles import queries as titles
from reference.titles.schemas import GuessCard

MOST_JOBS, MOST_SKILLS = 6, 20


async def reading(session: AsyncSession, candidate: Candidate, said: str) -> ResumeView:
    """Return the jobs, skills, languages and licences that a text names and the profile lacks; nothing is kept."""
    person = (await candidates.with_person(session, [candidate.id]))[candidate.id].person
    known = {*candidate.skills, *candidate.skills_no}
    found = await titles.skills_in(session, said, MOST_SKILLS + len(known))
    return ResumeView(
        candidate_id=candidate.id,
        name=person.name,
        occupations=[card for card in await _jobs(session, said) if card.code not in candidate.occupations],
        skills=[skill for skill in found if skill.code not in known][:MOST_SKILLS],
        languages=[
            code for code in rules.languages(said) if code not in {*candidate.languages, *candidate.languages_no}
        ],
        licences=[licence for licence in rules.licences(said) if licence not in candidate.licences],
    )


async def _jobs(session: AsyncSession, said: str) -> list[GuessCard]:
    """Return the jobs that lines surely name, the surest first."""
    sure: dict[str, GuessCard] = {}
    for read in await titles.readings(session, rules.titles(said), 1):
        if read.sure and read.guesses[0].confidence > (
            sure[code].confidence if (code := read.guesses[0].code) in sure else 0
        ):
            sure[code] = read.guesses[0]
    return sorted(sure.values(), key=lambda card: (-card.confidence, card.code))[:MOST_JOBS]
