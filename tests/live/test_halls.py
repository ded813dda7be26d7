"""What everybody sees of a hall is kept for a moment; one's own is never in it."""

import asyncio

import httpx
import pytest

from kit import kept
from kit.database import Sessions
from kit.kept import Kept
from tests.acting import Acting
from tests.live.conftest import newcomer
from tests.world import World

pytestmark = pytest.mark.usefixtures("on")


@pytest.fixture
def keeps(monkeypatch: pytest.MonkeyPatch, nothing_kept: None) -> None:
    monkeypatch.setattr(kept, "KEPT_SECONDS", 60.0)


@pytest.mark.usefixtures("keeps")
async def test_each_reads_what_is_kept_with_their_own_only(
    acting: Acting, world: World, sessions: Sessions, recruiter: httpx.AsyncClient
) -> None:
    hall = f"/events/{world.event}/hall"
    await recruiter.post(f"/stands/{world.stand}/line/open")
    carla, bea = await acting.program(world.candidate), await acting.program(await newcomer(sessions, world, "Bea"))
    pages = {who: await acting.browser(viewer) for who, viewer in (("carla", world.candidate), ("desk", world.adviser))}
    pages |= {"nobody": acting.anonymous(), "french": acting.anonymous(language="fr")}
    before = {who: (await page.get(hall)).text for who, page in pages.items()}
    await bea.post(f"{hall}/{world.stand}/places", json={"online": True})
    await carla.post(f"{hall}/{world.stand}/places", json={"online": True})
    after = {who: (await page.get(hall)).text for who, page in pages.items()}
    assert "1 person is before you" in after["carla"]
    assert [name for name, text in after.items() if "before you" in text or "Leave the line" in text] == ["carla"]
    assert [name for name in after if "Join the line" in before[name]] == ["carla"]
    assert [name for name in after if "Sign in to join" in after[name]] == ["nobody"]
    assert [name for name, text in after.items() if "0 personne attend" in text] == ["french"]
    assert [name for name, text in after.items() if "0 people wait" in text] == ["carla", "desk", "nobody"]
    [place] = (await bea.get(hall)).json()["places"]
    assert (place["ahead"], (await bea.get(hall)).json()["stands"][0]["waiting"]) == (0, 0)


async def test_on_sqlite_what_is_kept_is_as_old_as_the_transaction_that_read_it(sessions: Sessions) -> None:
    at = 10.0
    things = Kept(lambda: at)
    async with sessions() as session:
        await session.connection()
        await asyncio.sleep(0.05)
        old = kept.age(session)
        is_sqlite = session.get_bind().dialect.name == "sqlite"
    assert (old >= 0.05) == is_sqlite
    await things.read("hall", lambda: asyncio.sleep(0, "old"), 2.0)
    assert await things.read("hall", lambda: asyncio.sleep(0, "new")) == "new"
