"""A full disk and a database that goes away: a clear word, and no half state."""

from sqlalchemy import func, select, text

from accounts.audit.models import Act
from interviews.bookings.models import Interview
from interviews.slots.models import Slot
from kit.database import Sessions
from kit.mail.orders import LetterOrder
from kit.once import Answered
from matching.proposals.models import Proposal, ProposalStatus
from tests import postgresql
from tests.acting import Acting
from tests.world import World

FUNCTION = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$
"""
TRIGGER = """
CREATE TRIGGER full_disk BEFORE INSERT ON letter_order
BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END
"""
FULL = (
    [FUNCTION, "CREATE TRIGGER full_disk BEFORE INSERT ON letter_order EXECUTE FUNCTION full_disk()"]
    if postgresql.SERVER
    else [TRIGGER]
)


async def fill_the_disk(sessions: Sessions) -> None:
    """Let the database find no room for the letter of a booking, after it had some for the booking itself."""
    async with sessions.begin() as session:
        for statement in FULL:
            await session.execute(text(statement))


async def prepared(world: World, sessions: Sessions) -> tuple[str, dict[str, str]]:
    async with sessions.begin() as session:
        (await session.get_one(Proposal, world.proposal)).status = ProposalStatus.ACCEPTED
        slot = await session.scalar(select(Slot.id).order_by(Slot.starts_at, Slot.id))
    return f"/candidates/{world.candidate_id}/proposals/{world.proposal}/interview", {"slot_id": str(slot)}


async def test_a_full_disk_is_said_and_leaves_nothing_behind(acting: Acting, world: World, sessions: Sessions) -> None:
    path, body = await prepared(world, sessions)
    own, adviser = await acting.program(world.candidate), await acting.program(world.adviser)
    await fill_the_disk(sessions)
    for program in (own, adviser):
        answer = await program.post(path, json=body, headers={"idempotency-key": "full"})
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:tremplin:no-room")
    async with sessions() as session:
        for table in (Interview, LetterOrder, Answered):
            assert await session.scalar(select(func.count()).select_from(table)) == 0
        noted = select(func.count()).select_from(Act).where(Act.verb == "booked an interview")
        assert await session.scalar(noted) == 0


async def test_a_database_that_went_away_and_came_back_is_found_again(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    path, body = await prepared(world, sessions)
    program = await acting.program(world.candidate)
    await program.get("/events")
    if postgresql.SERVER:
        mine = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'tremplin_test_%'"
        await postgresql.run(f"{mine} AND datname = '{sessions.kw['bind'].url.database}'")
    else:
        await sessions.kw["bind"].dispose()
    answers = [await program.post(path, json=body, headers={"idempotency-key": "again"}) for _ in range(3)]
    assert answers[-1].status_code == 201
    assert {answer.status_code for answer in answers} <= {201, 503}
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Interview)) == 1
