"""The demo's companies, their recruiters and what they need."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from employers.companies.models import Company, Size
from employers.needs.models import Need, NeedChange, NeedStatus
from kit import clock
from kit.text import folded
from reference.terms import Condition, Contract, Format, Licence, PayPeriod
from web.seed.making import Maker, core_skills, titles, write
from web.seed.names import OF, TRADES
from web.seed.people import DOMAIN, Cast, Rows, name


class Jobs(msgspec.Struct):
    """The real titles and core skills of the loaded occupations."""

    titles: dict[str, list[str]]
    skills: dict[str, list[str]]

    @classmethod
    async def read(cls, session: AsyncSession) -> "Jobs":
        """Read them."""
        return cls(await titles(session), await core_skills(session))


POSTS_OF_A_NEED = (1, 2, 2, 3, 3, 4, 5, 6)


async def companies(session: AsyncSession, maker: Maker, made: Cast, count: int) -> list[tuple[UUID, tuple[str, ...]]]:
    """Make companies, each with a recruiter; return them with the occupations they look for.

    The first is the demo recruiter's restaurant.
    """
    rows, recruiters, made_companies = [], Rows(), []
    for number in range(count):
        activity, word, occupations = TRADES[number % len(TRADES)]
        of = OF[number // len(TRADES) % len(OF)] if number < len(TRADES) * len(OF) else f"n° {number}"
        id_ = maker.id()
        rows.append(
            {
                "id": id_,
                "siret": maker.siret(),
                "name": f"{word} {of}",
                "activity": activity,
                "place_code": "06027",
                "size": maker.one(list(Size)),
                "territory_id": made.home,
                "adviser_id": made.adviser,
                "created_at": clock.now(),
            }
        )
        email = f"recruiter@{DOMAIN}" if number == 0 else f"{folded(word + ' ' + of).replace(' ', '.')}@{DOMAIN}"
        person = recruiters.person(maker, "Marc Rossi" if number == 0 else name(maker), email)
        recruiters.mandate(maker, person, Role.RECRUITER, id_)
        made_companies.append((id_, occupations))
    await write(session, Company, rows)
    await recruiters.write(session)
    return made_companies


async def needs(
    session: AsyncSession, maker: Maker, made: Cast, hiring: list[tuple[UUID, tuple[str, ...]]], posts: int
) -> list[tuple[UUID, UUID]]:
    """Make open needs until they add up to this many posts; return (company, need) for each."""
    jobs = await Jobs.read(session)
    rows: list[dict[str, Any]] = []
    left = posts
    while left:
        company, occupations = hiring[len(rows) % len(hiring)]
        occupation = occupations[len(rows) // len(hiring) % len(occupations)]
        size = min(left, maker.one(POSTS_OF_A_NEED))
        rows.append(_need(maker, jobs, company, occupation, size))
        left -= size
    await write(session, Need, rows)
    steps = (NeedStatus.SUBMITTED, NeedStatus.QUALIFIED, NeedStatus.OPEN)
    await write(session, NeedChange, [_change(maker, made, row, at, s) for row in rows for at, s in enumerate(steps)])
    return [(row["company_id"], row["id"]) for row in rows]


async def waiting_needs(
    session: AsyncSession, maker: Maker, made: Cast, hiring: list[tuple[UUID, tuple[str, ...]]]
) -> list[UUID]:
    """Make a few needs that wait for the adviser, one of them with words that the law forbids; return them."""
    jobs = await Jobs.read(session)
    waiting = {"status": NeedStatus.SUBMITTED}
    rows = [_need(maker, jobs, company, codes[0], 2) | waiting for company, codes in hiring[1:6]]
    rows[0]["description"] = "Nous cherchons une jeune femme dynamique, bonne présentation."
    rows[1]["pay_from"] = None
    await write(session, Need, rows)
    await write(session, NeedChange, [_change(maker, made, row, 0, NeedStatus.SUBMITTED) for row in rows])
    return [row["id"] for row in rows]


def _need(maker: Maker, jobs: Jobs, company: UUID, occupation: str, posts: int) -> dict[str, Any]:
    contract = maker.one((Contract.OPEN_ENDED, Contract.OPEN_ENDED, Contract.FIXED_TERM, Contract.APPRENTICESHIP))
    pay = Decimal(maker.random.randrange(1850, 2600, 10))
    languages = ["en"] if maker.often(0.25) else []
    return {
        "id": maker.id(),
        "company_id": company,
        "title": maker.one(jobs.titles.get(occupation, [""])),
        "occupation_code": occupation,
        "posts": posts,
        "contract": contract,
        "months": None if contract is Contract.OPEN_ENDED else 12 if contract is Contract.APPRENTICESHIP else 6,
        "hours": Decimal(maker.one((24, 30, 35, 35, 35, 39))),
        "pay_from": pay,
        "pay_to": pay + maker.one((0, 100, 200)),
        "pay_period": PayPeriod.MONTH,
        "place_code": "06027",
        "starts_on": (clock.now() + timedelta(days=45)).date(),
        "description": "",
        "experience_months": maker.one((0, 0, 0, 6, 12, 24)),
        "skills_required": maker.some(jobs.skills.get(occupation, []), 0, 3),
        "skills_wished": [],
        "languages": languages,
        "language_reason": "Une partie de la clientèle est étrangère." if languages else "",
        "conditions": [condition.value for condition in maker.some(list(Condition), 0, 3)],
        "licences": [licence.value for licence in maker.some(list(Licence), 0, 1)] if maker.often(0.2) else [],
        "formats": [Format.ON_SITE.value, *([Format.VIDEO.value] if maker.often(0.3) else [])],
        "no_cv": maker.often(0.3),
        "status": NeedStatus.OPEN,
        "created_at": clock.now(),
    }


def _change(maker: Maker, made: Cast, row: dict[str, Any], at: int, status: NeedStatus) -> dict[str, Any]:
    moment = clock.now() - timedelta(days=20 - 2 * at)
    return {"id": maker.id(), "need_id": row["id"], "at": moment, "by_id": made.adviser, "status": status, "reason": ""}
