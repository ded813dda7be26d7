"""A request that is refused on its way in leaves no transaction open: on SQLite it would hold up every writer."""

import gc
from collections import Counter

import pytest
from sqlalchemy import event

from kit.database import Sessions
from tests.acting import Acting
from tests.world import World


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/companies"),
        ("POST", "/events"),
        ("GET", "/candidates"),
    ],
)
async def test_a_refusal_before_the_handler_gives_its_connection_back(
    method: str, path: str, sessions: Sessions, world: World, acting: Acting
) -> None:
    program = await acting.program(world.candidate)
    engine, transactions = sessions.kw["bind"].sync_engine, Counter[str]()
    event.listen(engine, "begin", lambda *_: transactions.update(["begun"]))
    event.listen(engine, "rollback", lambda *_: transactions.update(["ended"]))
    gc.disable()
    try:
        answer = await program.request(method, path, json={})
    finally:
        gc.enable()
    assert answer.status_code in {403, 404}
    assert transactions == {"begun": 1, "ended": 1}
    assert engine.pool.checkedout() == 0
