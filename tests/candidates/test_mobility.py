"""Jobs close to one's own: from the register, with what is there and what is missing."""

from sqlalchemy import update

from candidates.profiles.models import Candidate
from kit.database import Sessions
from tests.acting import Acting
from tests.world import World


async def test_what_is_there_and_what_is_missing_of_a_job_nearby_is_told(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        await session.execute(
            update(Candidate)
            .where(Candidate.id == world.candidate_id)
            .values(occupations=["D1101"], skills=["viande", "decoupe", "hygiene"])
        )
    jobs = (await (await acting.program(world.candidate)).get(f"/candidates/{world.candidate_id}/near-jobs")).json()
    assert jobs["jobs"], "the register knows jobs near to a butcher's"
    assert "D1101" not in {job["code"] for job in jobs["jobs"]}
    shares = [len(job["have"]) / max(1, len(job["have"]) + len(job["missing"])) for job in jobs["jobs"]]
    assert shares == sorted(shares, reverse=True), "the best prepared come first"
    assert shares[0] > 0
    page = (await (await acting.browser(world.candidate)).get(f"/candidates/{world.candidate_id}/near-jobs")).text
    assert jobs["jobs"][0]["code"] in page
