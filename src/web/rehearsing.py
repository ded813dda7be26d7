"""The verb of the command that plays an event's day before it comes."""

import argparse
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from events.planning.models import Event, EventStatus
from insights.rehearsal import queries, service
from insights.rehearsal.errors import NothingToPlay
from insights.rehearsal.rules.day import Rehearsed
from insights.rehearsal.schemas import RehearseForm
from kit import clock, settings
from kit.database import Sessions

console = Console()


def add_verb(verbs: Any, verb: Callable[..., Any], on_database: Callable[..., None]) -> None:
    """Add ``rehearse`` to the command."""

    def do(asked: argparse.Namespace) -> None:
        form = msgspec.convert({"runs": asked.runs, "seed": asked.seed, "walk_ins": asked.walk_ins}, RehearseForm)
        on_database(lambda sessions: _rehearse(sessions, asked.event, form))

    made = verb(verbs, "rehearse", "play an event's day many times: waiting, empty chairs, posts filled", do)
    made.add_argument("--event", type=UUID, default=None, metavar="ID", help="else the next event that is published")
    made.add_argument("--runs", type=int, default=60, help="how many times, 5 to 500")
    made.add_argument("--seed", type=int, default=1, help="the same number gives the same figures")
    made.add_argument("--walk-ins", type=int, default=0, help="how many come without a time in an hour, at all stands")
    ways = made.add_subparsers(metavar="live")
    live = verb(
        ways, "live", "let robots play an online fair against the running product, for the demo", _live(on_database)
    )
    live.add_argument("--event", type=UUID, default=None, metavar="ID", help="else one that is on, else one is made")
    live.add_argument("--candidates", type=int, default=200)
    live.add_argument("--recruiters", type=int, default=20, help="so many stands; every fifth has a colleague more")
    live.add_argument("--minutes", type=float, default=5.0, help="how long it lasts")
    live.add_argument("--speed", type=float, default=None, help="minutes of the day in one; else six hours in all")
    live.add_argument("--seed", type=int, default=1, help="the same number makes the same choices")
    live.add_argument("--url", default="http://127.0.0.1:8000", help="where the product runs")


def _live(on_database: Callable[..., None]) -> Callable[[argparse.Namespace], None]:
    def do(asked: argparse.Namespace) -> None:
        from web.robots import playing, report  # noqa: PLC0415 - only this way plays
        from web.robots.preparing import prepare  # noqa: PLC0415

        if not settings.current().demo:
            raise ValueError("TREMPLIN_DEMO is not set: robots play in the demo only, never among real people")
        how = playing.Asked(url=asked.url, minutes=asked.minutes, speed=asked.speed, seed=asked.seed)

        async def work(sessions: Sessions) -> None:
            fair = await prepare(sessions, asked.event, asked.candidates, asked.recruiters, asked.seed)
            console.print(
                f"{fair.title}: {len(fair.candidates)} candidates at {len(fair.stands)} stands, Ctrl-C ends it\n"
                f"{asked.url}/events/{fair.event_id}/hall\n{asked.url}/desk/events/{fair.event_id}/control",
                highlight=False,
                soft_wrap=True,
            )
            tally = await playing.played(fair, how)
            for line in report.lines(tally):
                console.print(line, highlight=False)
            if not report.is_good(tally):
                sys.exit(1)

        on_database(work)

    return do


async def _rehearse(sessions: Sessions, event_id: UUID | None, form: RehearseForm) -> None:
    async with sessions() as session:
        coming = select(Event).where(Event.status == EventStatus.PUBLISHED, Event.ends_at > clock.now())
        wanted = select(Event).where(Event.id == event_id) if event_id else coming.order_by(Event.starts_at).limit(1)
        event = await session.scalar(wanted)
        if event is None:
            raise LookupError("there is no such event")
        planned = await queries.day(session, event, form.walk_ins)
    if not planned.appointments:
        raise NothingToPlay
    console.print(f"{event.title}: {len(planned.appointments)} interviews, played {form.runs} times", highlight=False)
    _print(await service.played(planned, form.runs, form.seed))


def _print(found: Rehearsed) -> None:
    counted = (("come", found.come), ("without a time, seen", found.walked_in), ("posts filled", found.hired))
    for words, one in counted:
        if one is None:
            continue
        console.print(f"{words}: {one.expected:.0f} ({one.low:.0f} to {one.high:.0f})", highlight=False)
    console.print(
        f"waiting: p50 {found.p50} min, p90 {found.p90} min; chairs empty: {found.empty:.0%}", highlight=False
    )
    table = Table("stand", "talks", "p50", "p90", "chairs empty")
    for row in found.stands:
        table.add_row(row.stand, f"{row.talks:.1f}", f"{row.p50}", f"{row.p90}", f"{row.empty:.0%}")
    console.print(table)
    for fix in found.fixes:
        console.print(
            f"{fix.stand}: p90 {fix.now} min; with a table more {fix.table_more}, "
            f"with five minutes between talks {fix.five_minutes}",
            highlight=False,
        )
