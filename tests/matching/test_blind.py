"""What may not decide does not: every column of a person is flipped in the database, and scores stay byte for byte."""

import random
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Mandate, Person, Role, Territory
from candidates.profiles import service as candidates
from candidates.profiles.models import Candidate, Helping
from employers.needs.models import Need
from events.planning.models import Event
from kit.database import Model, Sessions
from matching.scoring.rules.score import score
from matching.shortlists import queries, service
from matching.shortlists.models import Match
from matching.weighting import queries as weighting
from reference.places.models import Place
from tests.matching.asking import ask, match_of
from tests.world import World, candidate_form

LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)

# What the score reads: each is a fact that the candidate gave for it
COUNTS = {
    Candidate: {
        *("place_code", "radius_km", "travel_minutes", "occupations", "skills", "skills_no", "experience_months"),
        *("contracts", "contracts_no", "hours", "available_from", "languages", "languages_no"),
        *("licences", "conditions"),
    },
    Person: set(),
    Mandate: set(),
    Helping: set(),
}
# What may not decide, with another value for it; SELF and OTHER are tried in tests of their own
OWN_TEST = object()
FLIPS: dict[type[Model], dict[str, Any]] = {
    Person: {
        "id": OWN_TEST,
        "name": "Zoé Abdelkader",
        "email": "zoe@example.com",
        "phone": "+33 6 99 99 99 99",
        "language": "fr",
        "created_at": LONG_AGO,
    },
    Candidate: {
        "id": OWN_TEST,
        "person_id": OWN_TEST,
        "territory_id": OWN_TEST,
        "sources": OWN_TEST,
        "support": "reinforced",
        "preselect": False,
        "import_key": "sheet:other",
        "created_at": LONG_AGO,
    },
    Mandate: {
        "id": OWN_TEST,
        "person_id": OWN_TEST,
        "role": "helper",
        "scope_id": uuid4(),
        "granted_at": LONG_AGO,
    },
    Helping: {"id": OWN_TEST, "helper_id": OWN_TEST, "candidate_id": OWN_TEST, "comes_along": True},
}
TRIED = [(table, column) for table, columns in FLIPS.items() for column in columns if columns[column] is not OWN_TEST]


async def scored(session: AsyncSession, world: World, candidate_id: UUID) -> bytes:
    session.expire_all()
    need = await session.get_one(Need, world.need)
    candidate = await session.get_one(Candidate, candidate_id)
    far = await queries.travels(session, need, [candidate])
    weights = await weighting.weights_of(session, need.id)
    offered = queries.offered(candidate, far.get(candidate.id))
    return msgspec.json.encode(score(await queries.sought(session, need), offered, weights))


@pytest.mark.parametrize("table", list(FLIPS))
def test_every_column_of_a_person_is_classified(table: type[Model]) -> None:
    """A new column fails here until somebody says whether the score may know it."""
    assert {column.name for column in table.__table__.columns} == COUNTS[table] | set(FLIPS[table])


@pytest.mark.parametrize(("table", "column"), TRIED, ids=[f"{t.__tablename__}.{c}" for t, c in TRIED])
async def test_what_may_not_decide_leaves_scores_byte_for_byte(
    sessions: Sessions, world: World, table: type[Model], column: str
) -> None:
    await ask(sessions, world)
    async with sessions.begin() as session:
        before = await scored(session, world, world.candidate_id)
        person = world.candidate.id
        own: dict[type[Model], Any] = {
            Person: Person.id == person,
            Candidate: Candidate.id == world.candidate_id,
            Mandate: Mandate.person_id == person,
            Helping: Helping.candidate_id == world.candidate_id,
        }
        flipped = update(table).where(own[table]).values({column: FLIPS[table][column]})
        assert (await session.execute(flipped)).rowcount == 1  # type: ignore[attr-defined]
        assert await scored(session, world, world.candidate_id) == before


async def test_who_the_person_is_and_who_helps_them_leaves_scores_byte_for_byte(
    sessions: Sessions, world: World
) -> None:
    await ask(sessions, world)
    async with sessions.begin() as session:
        before = await scored(session, world, world.candidate_id)
        other = Person(name="Somebody else", language="en")
        territory = Territory(code="x", name="X", departments=["99"])
        session.add_all([other, territory])
        await session.flush()
        mine = update(Candidate).where(Candidate.id == world.candidate_id)
        await session.execute(mine.values(person_id=other.id, territory_id=territory.id))
        await session.execute(delete(Helping).where(Helping.candidate_id == world.candidate_id))
        assert await scored(session, world, world.candidate_id) == before
        row = (await session.execute(select(Candidate.__table__).where(Candidate.id == world.candidate_id))).one()
        twin = row._asdict() | {"id": uuid4(), "person_id": world.helper.id, "import_key": None}
        await session.execute(insert(Candidate), [twin])
        assert await scored(session, world, twin["id"]) == before


async def test_the_address_within_the_commune_and_the_communes_name_leave_scores_byte_for_byte(
    sessions: Sessions, world: World
) -> None:
    await ask(sessions, world)
    async with sessions.begin() as session:
        before = await scored(session, world, world.candidate_id)
        home = select(Candidate.place_code).where(Candidate.id == world.candidate_id).scalar_subquery()
        place = (await session.scalars(select(Place).where(Place.code == home))).one()
        far = {"latitude": place.latitude, "longitude": place.longitude, "population": 1}
        session.add(Place(code="99999", name="Cité des Fleurs", department="93", postcodes=["93000"], **far))
        place.postcodes = ["06161"]
        await session.flush()
        assert await scored(session, world, world.candidate_id) == before
        moved = update(Candidate).where(Candidate.id == world.candidate_id).values(place_code="99999")
        await session.execute(moved)
        assert await scored(session, world, world.candidate_id) == before


async def test_where_a_fact_comes_from_is_shown_and_never_counts(sessions: Sessions, world: World) -> None:
    await ask(sessions, world)
    async with sessions.begin() as session:
        before = msgspec.json.decode(await scored(session, world, world.candidate_id))
        mine = update(Candidate).where(Candidate.id == world.candidate_id)
        await session.execute(mine.values(sources={"skills": "resume", "occupations": "imported"}))
        after = msgspec.json.decode(await scored(session, world, world.candidate_id))
        assert after["criteria"][1].pop("sources") == ["resume"]
        for shown in (before, after):
            for part in shown["criteria"]:
                part.pop("sources", None)
        assert after == before


async def test_the_order_of_the_pool_does_not_matter_and_both_views_agree(sessions: Sessions, world: World) -> None:
    await ask(sessions, world)
    async with sessions.begin() as session:
        need, event = await session.get_one(Need, world.need), await session.get_one(Event, world.event)
        for number in range(6):
            form = candidate_form(f"Person {number}", experience_months=number, radius_km=1 + number)
            await candidates.register(session, world.adviser, form)
        pool = await queries.pool(session, event)
        ranked = await service.rank(session, event, need, pool)
        assert len(ranked) == len(pool) == 8
        for seed in range(5):
            mixed = random.Random(seed).sample(pool, len(pool))  # noqa: S311 - only an order
            assert await service.rank(session, event, need, mixed) == ranked
        await service.compute(session, event, need)
        totals = dict(ranked)
        for match in await session.scalars(select(Match).where(Match.need_id == need.id)):
            await service.score_again(session, match, need, await session.get_one(Candidate, match.candidate_id))
            assert match.score == totals[match.candidate_id].total


async def test_the_gender_of_a_title_does_not_matter(sessions: Sessions, world: World) -> None:
    await ask(sessions, world)
    async with sessions.begin() as session:
        made = [
            (await candidates.register(session, world.adviser, candidate_form(title, occupation=title))).id
            for title in ("Cuisinier", "Cuisinière")
        ]
        he, she = [await scored(session, world, candidate_id) for candidate_id in made]
        assert he == she


async def test_a_level_of_support_and_a_helper_change_no_shortlist(sessions: Sessions, world: World) -> None:
    before = await match_of(sessions, world, world.other_candidate_id)
    async with sessions.begin() as session:
        await session.execute(update(Candidate).values(support="reinforced"))
        await session.execute(delete(Helping))
        await session.execute(delete(Mandate).where(Mandate.role == Role.HELPER))
        need, event = await session.get_one(Need, world.need), await session.get_one(Event, world.event)
        await service.compute(session, event, need)
    after = await match_of(sessions, world, world.other_candidate_id)
    assert (after.score, after.criteria) == (before.score, before.criteria)
