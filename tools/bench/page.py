"""The public event page against a bare Litestar page of the same text, in one process each."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable

import httpx
from litestar import Litestar, MediaType, get
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template import TemplateConfig
from rich.console import Console
from sqlalchemy import select
from tools.bench import prepared

from events.planning.models import Event
from kit import templates
from web.app import create_app
from web.seed import seed
from web.seed.campaign import TITLE

ROUNDS, SECONDS, CLIENTS = 3, 3.0, 20
Fetch = Callable[[], Awaitable[httpx.Response]]


async def rate(fetch: Fetch) -> float:
    """Return how many answers a second come to some clients at once."""
    ends, count = time.perf_counter() + SECONDS, 0

    async def client() -> None:
        nonlocal count
        while time.perf_counter() < ends:
            (await fetch()).raise_for_status()
            count += 1

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return count / SECONDS


def bare(text: str) -> Litestar:
    """Return an application that renders one template with the same text, and nothing else."""
    environment = templates.environment().overlay()

    @get("/", media_type=MediaType.HTML)
    async def page() -> Template:
        return Template(template_str="{{ text|safe }}", context={"text": text})

    config = TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment))
    return Litestar([page], template_config=config, logging_config=None)


async def measure(console: Console) -> None:
    """Seed a campaign, measure both in turns, print the median of three rounds and the ratio."""
    async with prepared.sessions("page") as sessions:
        await seed(sessions, "campaign", 1, Console(quiet=True))
        async with sessions() as session:
            path = f"/events/{(await session.scalars(select(Event.id).where(Event.title == TITLE))).one()}"
        ours = httpx.AsyncClient(transport=httpx.ASGITransport(app=create_app(sessions)), base_url="http://bench")  # type: ignore[arg-type]
        text = (await ours.get(path)).text
        floor = httpx.AsyncClient(transport=httpx.ASGITransport(app=bare(text)), base_url="http://bench")  # type: ignore[arg-type]
        rounds = [(await rate(lambda: floor.get("/")), await rate(lambda: ours.get(path))) for _ in range(ROUNDS)]
        low, high = (statistics.median(column) for column in zip(*rounds, strict=True))
        console.print(
            f"event page, {len(text)} characters, {prepared.KIND}: "
            f"bare {low:.0f}/s, ours {high:.0f}/s, ratio {high / low:.2f}"
        )
