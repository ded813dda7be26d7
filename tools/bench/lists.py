"""The same needs and candidates in a database: read by ranges and ranked; lists written; one change followed."""

import json
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from tools.bench import prepared
from tools.bench.crowd import Crowd

from accounts.people.models import Person, Territory
from candidates.profiles.models import Candidate, Hours
from employers.companies.models import Company
from employers.needs.models import Need, NeedStatus
from events.planning.models import Event, EventFormat
from events.stands.models import Stand, StandNeed
from kit import clock
from kit.database import Sessions, batched
from matching.ranking.rules.asked import Asking
from matching.ranking.rules.people import Profile
from matching.shortlists import making
from matching.shortlists.models import Match
from reference.occupations import service as occupations
from web import listing

AT_ONCE, TRIES = 500, 7
_HOURS = {(None, None): None, (True, False): Hours.FULL, (False, True): Hours.PART, (True, True): Hours.EITHER}


async def measure(
    console: Console, crowd: Crowd, asking: list[Asking], profiles: list[Profile], length: int, floor: float
) -> None:
    """Print how long reading and ranking take beside the floor, and how long one change takes."""
    async with prepared.sessions("scores") as sessions:
        event_id = await fill(sessions, crowd, asking, profiles)
        async with sessions() as session:
            event = await session.get_one(Event, event_id)
            needs = list(await session.scalars(select(Need).order_by(Need.id)))
            took = [await seconds(lambda: making.best(session, event, needs, length)) for _ in range(3)]
        ranked = statistics.median(took)
        console.print(
            f"  read from {prepared.KIND} by ranges and ranked: "
            f"{ranked:.2f} s, {ranked / floor:.2f} x the floor (promise: <= 3)"
        )
        with Progress(console=Console(file=StringIO())) as bar:
            began = time.perf_counter()
            entries, lists = await listing.make_all(sessions, event_id, making.LENGTH, bar)
        console.print(f"  {lists} lists, {entries} entries explained and written: {time.perf_counter() - began:.1f} s")
        people, changed = await one_by_one(sessions, event_id)
        console.print(f"  one candidate changed: {people * 1000:.0f} ms; one need changed: {changed * 1000:.0f} ms")


async def one_by_one(sessions: Sessions, event_id: UUID) -> tuple[float, float]:
    """Return the median seconds for one changed candidate, and for one changed need."""
    people, needs = [], []
    for number in range(TRIES):
        async with sessions.begin() as session:
            id_ = (
                await session.scalars(select(Match.candidate_id).order_by(Match.id).offset(number * 50).limit(1))
            ).one()
            candidate = await session.get_one(Candidate, id_)
            candidate.experience_months = (candidate.experience_months or 0) + 6
            people.append(await seconds(lambda one=candidate, here=session: making.refresh(here, one)))  # type: ignore[misc]
        async with sessions.begin() as session:
            need = (await session.scalars(select(Need).order_by(Need.id).offset(number * 100).limit(1))).one()
            event = await session.get_one(Event, event_id)
            need.experience_months += 6
            needs.append(await seconds(lambda one=need, at=event, here=session: making.make(here, at, one)))  # type: ignore[misc]
    return statistics.median(people), statistics.median(needs)


async def seconds(work: Callable[[], Awaitable[Any]]) -> float:
    """Return how long a piece of work takes."""
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


async def fill(sessions: Sessions, crowd: Crowd, asking: list[Asking], profiles: list[Profile]) -> UUID:
    """Write the register, the candidates, the needs and an event that recruits for all of them."""
    async with sessions.begin() as session:
        await occupations.replace(session, crowd.register)
        await crowd.write_places(session)
        territory, person, company, event, stand = (uuid4() for _ in range(5))
        now = clock.now()
        session.add(Territory(id=territory, code="here", name="Here", departments=["06"]))
        session.add(Person(id=person, name="Adviser", language="fr"))
        await session.flush()
        session.add(
            Company(
                id=company,
                name="Mall",
                no_siret_reason="x",
                place_code="06088",
                territory_id=territory,
                adviser_id=person,
            )
        )
        days = {"starts_at": now + timedelta(days=9), "ends_at": now + timedelta(days=10)}
        session.add(
            Event(id=event, title="Mall", format=EventFormat.ON_SITE, **days, territory_id=territory, adviser_id=person)
        )
        await session.flush()
        session.add(Stand(id=stand, event_id=event, company_id=company))
        await session.flush()
        await _write(session, Need, [_need(one, company) for one in asking])
        ids = await session.scalars(select(Need.id))
        await _write(session, StandNeed, [{"id": uuid4(), "stand_id": stand, "need_id": id_} for id_ in ids])
        people = [uuid4() for _ in profiles]
        await _write(session, Person, [{"id": id_, "name": "x", "language": "fr", "created_at": now} for id_ in people])
        rows = [_candidate(one, id_, territory) for one, id_ in zip(profiles, people, strict=True)]
        await _write(session, Candidate, rows)
    return event


async def _write(session: AsyncSession, table: Any, rows: list[dict[str, Any]]) -> None:
    for some in batched(rows, AT_ONCE):
        await session.execute(insert(table), some)


def _need(one: Asking, company: UUID) -> dict[str, Any]:
    sought = one.sought
    hours = None if sought.weekly_hours is None else Decimal(str(sought.weekly_hours))
    return {
        "id": uuid4(),
        "company_id": company,
        "title": "x",
        "occupation_code": sought.occupation,
        "posts": 1,
        "contract": sought.contract,
        "hours": hours,
        "place_code": one.place,
        "starts_on": sought.starts_on,
        "experience_months": sought.experience_months,
        "skills_required": sorted(sought.skills_required),
        "skills_wished": sorted(sought.skills_wished),
        "languages": sorted(sought.languages),
        "conditions": sorted(sought.conditions),
        "licences": sorted(sought.licences),
        "remote": sought.remote,
        "status": NeedStatus.OPEN,
        "created_at": clock.now(),
    }


def _candidate(one: Profile, person: UUID, territory: UUID) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "person_id": person,
        "territory_id": territory,
        "place_code": one.home,
        "radius_km": int(one.limit),
        "occupations": json.loads(one.occupations),
        "skills": json.loads(one.skills),
        "skills_no": json.loads(one.lacks),
        "contracts": json.loads(one.contracts),
        "contracts_no": json.loads(one.contracts_refused),
        "hours": _HOURS[one.full_time, one.part_time],
        "available_from": one.available_from,
        "languages": json.loads(one.languages),
        "languages_no": json.loads(one.languages_lacking),
        "conditions": json.loads(one.conditions),
        "licences": json.loads(one.licences),
        "experience_months": one.experience_months,
        "sources": {},
        "preselect": True,
        "created_at": clock.now(),
    }
