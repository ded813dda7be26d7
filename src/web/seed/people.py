"""The demo's advisers, recruiters, helpers and candidates."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Mandate, Person, Role, Territory
from candidates.profiles.models import Candidate, Helping, Hours, Support
from candidates.profiles.rules import FACTS
from candidates.statistics.models import AgeBand, CandidateStatistics, Sex
from candidates.statistics.queries import WORDS
from kit import clock
from kit.text import folded
from reference.places.models import Place
from reference.terms import Condition, Contract, Licence, Source
from web.seed.making import Maker, core_skills, write
from web.seed.names import FIRST, LAST, TRADES

DOMAIN = "tremplin.example"
TOLD = 0.6  # of the candidates, for statistics
SUPPORT = (Support.AUTONOMOUS,) * 9 + (Support.GUIDED,) * 7 + (Support.REINFORCED,) * 4
TERRITORIES = (("azur", "Côte d'Azur", ["06", "83"]), ("provence", "Provence", ["13"]))


class Cast(msgspec.Struct):
    """The people that everything else hangs on."""

    home: UUID
    elsewhere: UUID
    adviser: UUID
    helper: UUID
    candidate: UUID


class Rows(msgspec.Struct):
    """Rows of people that wait to be written, in this order."""

    people: list[dict[str, Any]] = []
    mandates: list[dict[str, Any]] = []
    candidates: list[dict[str, Any]] = []

    def person(self, maker: Maker, name: str, email: str | None, phone: str | None = None) -> UUID:
        """Add a person."""
        row = {"id": maker.id(), "name": name, "email": email, "phone": phone, "language": "fr"}
        self.people.append(row | {"created_at": clock.now()})
        return row["id"]  # type: ignore[return-value]

    def mandate(self, maker: Maker, person_id: UUID, role: Role, scope_id: UUID) -> None:
        """Give somebody a role."""
        self.mandates.append(
            {"id": maker.id(), "person_id": person_id, "role": role, "scope_id": scope_id, "granted_at": clock.now()}
        )

    async def write(self, session: AsyncSession) -> None:
        """Write everybody."""
        await write(session, Person, self.people)
        await write(session, Mandate, self.mandates)
        await write(session, Candidate, self.candidates)


def name(maker: Maker) -> str:
    """Return an invented name."""
    return f"{maker.one(FIRST)} {maker.one(LAST)}"


async def cast(session: AsyncSession, maker: Maker) -> Cast:
    """Make the two territories, the demo people, and a neighbour in the other territory."""
    ids = [maker.id() for _ in TERRITORIES]
    await write(
        session,
        Territory,
        [{"id": i, "code": c, "name": n, "departments": d} for i, (c, n, d) in zip(ids, TERRITORIES, strict=True)],
    )
    rows = Rows()
    adviser = rows.person(maker, "Camille Aubert", f"adviser@{DOMAIN}")
    rows.mandate(maker, adviser, Role.ADVISER, ids[0])
    manager = rows.person(maker, "Denis Marchand", f"manager@{DOMAIN}")
    for id_ in ids:
        rows.mandate(maker, manager, Role.MANAGER, id_)
    neighbour = rows.person(maker, "Sonia Rivière", f"neighbour@{DOMAIN}")
    rows.mandate(maker, neighbour, Role.ADVISER, ids[1])
    helper = rows.person(maker, "Paul Moulin", f"helper@{DOMAIN}")
    rows.mandate(maker, helper, Role.HELPER, ids[0])
    await rows.write(session)
    return Cast(home=ids[0], elsewhere=ids[1], adviser=adviser, helper=helper, candidate=maker.id())


async def candidates(session: AsyncSession, maker: Maker, made: Cast, count: int) -> list[UUID]:
    """Make candidates who live around and look for what the companies need; return their ids.

    The first is the demo's candidate, a cook; a tenth has no e-mail, and the helper helps some.
    """
    skills = await core_skills(session)
    homes = await _homes(session)
    wished = [code for _, _, codes in TRADES for code in codes if code in skills]
    rows, ids = Rows(), []
    for number in range(count):
        first = number == 0
        id_ = made.candidate if first else maker.id()
        who = "Inès Fontaine" if first else name(maker)
        email = f"candidate@{DOMAIN}" if first else f"{folded(who).replace(' ', '.')}.{number}@{DOMAIN}"
        person = rows.person(
            maker, who, email if first or maker.often(0.9) else None, f"06 00 00 {number // 100:02} {number % 100:02}"
        )
        rows.mandate(maker, person, Role.CANDIDATE, id_)
        occupation = "G1609" if first else maker.one(wished)
        rows.candidates.append(_candidate(maker, made, id_, person, occupation, skills, homes))
        ids.append(id_)
    await rows.write(session)
    helped = [{"id": maker.id(), "helper_id": made.helper, "candidate_id": id_} for id_ in ids[1:200:10]]
    await write(session, Helping, helped)
    await write(session, CandidateStatistics, [_told(maker, id_) for id_ in ids if maker.often(TOLD)])
    return ids


def _told(maker: Maker, candidate_id: UUID) -> dict[str, Any]:
    """Return what somebody agreed to tell for statistics."""
    told = {"sex": maker.one((Sex.WOMAN, Sex.MAN)), "age_band": maker.one(list(AgeBand))}
    return {"id": maker.id(), "candidate_id": candidate_id, "words": WORDS, "agreed_at": clock.now()} | told


def _candidate(
    maker: Maker, made: Cast, id_: UUID, person: UUID, occupation: str, skills: dict[str, list[str]], homes: list[str]
) -> dict[str, Any]:
    first = id_ == made.candidate
    own = skills.get(occupation, [])
    answered = maker.some(list(Condition), 0, 9)
    return {
        "id": id_,
        "person_id": person,
        "territory_id": made.home,
        "place_code": "06027" if first else maker.one(homes),
        "radius_km": maker.one((5, 10, 15, 20, 30, 40)),
        "occupations": [occupation],
        "skills": own if first else maker.some(own, len(own) // 3, len(own)),
        "experience_months": 48 if first else maker.one((None, 0, 3, 6, 12, 24, 36, 60, 120)),
        "contracts": [Contract.OPEN_ENDED.value, *(c.value for c in maker.some(list(Contract)[1:], 0, 3))],
        "hours": Hours.FULL if first else maker.one((None, *Hours)),
        "languages": [language for language in ("en", "it", "es", "ar", "pt") if maker.often(0.25)],
        "conditions": {condition.value: first or maker.often(0.85) for condition in answered},
        "licences": {licence.value: first or maker.often(0.7) for licence in maker.some(list(Licence), 0, 4)},
        "available_from": maker.one((None, clock.now().date(), clock.now().date() + timedelta(days=30))),
        "sources": {fact: maker.one((Source.PROFILE, Source.IMPORTED)).value for fact in FACTS},
        "support": Support.AUTONOMOUS if first else maker.one(SUPPORT),
        "preselect": first or maker.often(0.97),
        "created_at": clock.now(),
    }


async def _homes(session: AsyncSession) -> list[str]:
    """Return communes of the territory, a large one as often as its population asks."""
    rows = await session.execute(
        select(Place.code, Place.population).where(Place.department.in_(("06", "83"))).order_by(Place.code)
    )
    return [code for code, population in rows for _ in range(1 + population // 5000)]
