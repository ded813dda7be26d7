"""A call between two real browsers: pictures counted on both sides, fewer devices, cuts, TURN only."""

import asyncio

import pytest
from playwright.async_api import Browser

from tests.browser.calling import sides
from tests.browser.conftest import Product

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.mark.parametrize("together", [True, False])
async def test_both_see_each_other(product: Product, seeing: Browser, together: bool) -> None:
    one, other = await sides(seeing, product)
    await one.make(polite=True)
    await other.make(polite=False)
    if together:
        await asyncio.gather(one.start(), other.start())
    else:
        await one.start()
        await other.start()
    assert (await one.grows()).sent
    assert (await other.grows()).sent
    for side in (one, other):
        assert (await side.told())[-1] in {"connected", "theirs: video"}
