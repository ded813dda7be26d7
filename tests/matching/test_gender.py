"""Gendered forms of a title do not matter: not to what it means, and so not to any score."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from employers.companies.models import Company
from kit.database import Sessions
from matching.shortlists import queries
from reference.errors import UnknownOccupation
from reference.occupations.models import Occupation
from reference.titles import queries as titles
from tests.world import World, open_need

_FORMS = re.compile(r"(\S+) / (\S+)( .+)?")


async def test_both_forms_of_each_occupation_mean_the_same(sessions: Sessions) -> None:
    wrong, compared = [], 0
    async with sessions() as session:
        for code, label in await session.execute(select(Occupation.code, Occupation.label)):
            forms = _FORMS.fullmatch(label)
            if forms is None:
                continue
            compared += 1
            rest = forms[3] or ""
            meant = {await _meaning(session, f"{form}{rest}") for form in (forms[1], forms[2])}
            if len(meant) != 1:
                wrong.append((code, label, meant))
    assert compared >= 40
    assert wrong == []


@pytest.mark.parametrize(("he", "she"), [("Cuisinier", "Cuisinière"), ("Serveur", "Serveuse")])
async def test_a_need_in_either_form_gives_byte_equal_scores(
    sessions: Sessions, world: World, he: str, she: str
) -> None:
    async with sessions.begin() as session:
        company = await session.get_one(Company, world.company)
        said = []
        for title in (he, she):
            need = await open_need(session, world.adviser, world.recruiter, company, occupation=title)
            said.append(await queries.sought(session, need))
    assert said[0] == said[1]


async def _meaning(session: AsyncSession, typed: str) -> str:
    try:
        return await titles.resolved(session, typed)
    except UnknownOccupation:
        return "asks"
