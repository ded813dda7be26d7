"""On SQLite requests that write take turns; a refusal on the way in gives its turn up too."""

import asyncio

from litestar import Litestar

from tests.acting import Acting
from tests.world import World


async def test_many_who_write_at_once_are_all_answered_and_the_turn_is_free_again(
    app: Litestar, acting: Acting, world: World
) -> None:
    recruiter, stranger = await acting.program(world.recruiter), await acting.program(None)
    line = f"/stands/{world.stand}/line"
    tries = [who.post(f"{line}/close", json={"said": "x"}) for who in (recruiter, stranger) for _ in range(30)]
    tries += [stranger.post(f"{line}/open", json={}) for _ in range(10)]
    answers = await asyncio.gather(*tries)
    assert {answer.status_code for answer in answers} == {200, 401}
    assert app.state.turn is None or not app.state.turn.locked()
