"""What many ask for at once is read once, and never later than promised."""

import asyncio

import pytest

from kit import kept
from kit.kept import Kept


class Reading:
    """Something that is read: counts how often, and takes as long as it is told to."""

    def __init__(self) -> None:
        self.at, self.times = 0.0, 0
        self.goes_on = asyncio.Event()
        self.kept = Kept(lambda: self.at)

    async def make(self) -> int:
        self.times += 1
        found = self.times
        await self.goes_on.wait()
        if found < 0:
            raise ValueError
        return found

    async def read(self) -> int:
        return await self.kept.read("hall", self.make)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Reading:
    monkeypatch.setattr(kept, "KEPT_SECONDS", 1.0)
    return Reading()


async def some(reading: Reading, count: int) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(reading.read()) for _ in range(count)]
    await asyncio.sleep(0)
    return tasks


async def test_one_reads_for_all_and_for_a_moment(reading: Reading) -> None:
    crowd = await some(reading, 20)
    reading.goes_on.set()
    assert set(await asyncio.gather(*crowd)) == {1}
    reading.at = 0.9
    assert (await reading.read(), reading.kept.fresh("hall")) == (1, 1)
    reading.at = 1.1
    assert reading.kept.fresh("hall") is None
    assert (await reading.read(), await reading.read()) == (2, 2)


async def test_who_comes_while_something_old_is_read_waits_for_what_is_new(reading: Reading) -> None:
    early = await some(reading, 2)
    reading.at = 5.0
    late = await some(reading, 3)
    reading.goes_on.set()
    assert (await asyncio.gather(*early), await asyncio.gather(*late)) == ([1, 1], [2, 2, 2])


async def test_what_goes_wrong_is_not_kept(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    [first] = await some(reading, 1)
    others = await some(reading, 2)
    first.cancel()
    await asyncio.sleep(0)
    reading.goes_on.set()
    assert await asyncio.gather(*others) == [2, 2]
    reading.at, reading.times = 9.0, -99
    reading.goes_on.clear()
    crowd = await some(reading, 3)
    reading.goes_on.set()
    assert {type(one) for one in await asyncio.gather(*crowd, return_exceptions=True)} == {ValueError}
    assert (reading.times, reading.kept.fresh("hall")) == (-98, None)
    reading.times = 2
    monkeypatch.setattr(kept, "MOST", 1)
    assert await reading.kept.read("another", reading.make) == 3
    assert reading.kept.fresh("hall") is None
