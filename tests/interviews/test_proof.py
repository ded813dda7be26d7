"""The desk's proof of a letter goes on to what came back and what was answered."""

from sqlalchemy import update

from kit import clock
from kit.database import Sessions
from kit.mail.outbox import OutboxLetter
from tests.acting import Acting
from tests.postbox import write_letters
from tests.world import World, booked


async def test_what_came_back_and_what_was_answered_is_shown_with_the_number_to_call(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        await booked(session, world.candidate, world.proposal)
    await write_letters(sessions)
    async with sessions.begin() as session:
        carla, rita = (OutboxLetter.recipient == f"{name}@example.org" for name in ("carla", "rita"))
        back = {"bounced_at": clock.now(), "bounce": "550 5.1.1 no such person"}
        await session.execute(update(OutboxLetter).where(carla).values(**back))
        await session.execute(update(OutboxLetter).where(rita).values(answered_at=clock.now()))
    program = await acting.program(world.adviser)
    rows = (await program.get("/desk/letters")).json()["rows"]
    assert {row["came_back"] for row in rows if row["recipient"] == "carla@example.org"} == {"550 5.1.1 no such person"}
    assert all(row["answered_at"] for row in rows if row["recipient"] == "rita@example.org")
    page = (await (await acting.browser(world.adviser)).get("/desk/letters")).text
    assert "Letter not delivered: call." in page
    assert "Answered" in page
