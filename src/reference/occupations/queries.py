"""Reading occupations."""

import re
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit import i18n, lookup
from kit.lookup import Entry
from reference import queries as reference
from reference.errors import UnknownOccupation
from reference.occupations.models import Occupation, OccupationLink, OccupationSkill, Skill, Title
from reference.occupations.schemas import OccupationCard, SkillCard

VOCABULARY = "occupations"
_CODE = re.compile(r"\b([A-Z]\d{4})\b")


async def search(session: AsyncSession, typed: str, limit: int = 8) -> list[OccupationCard]:
    """Return the occupations whose titles fit what was typed, best first."""
    index = await reference.lookup(session, VOCABULARY, _entries)
    hits = index.find(typed, limit)
    labels = await names(session, [hit.entry.key for hit in hits])
    return [
        OccupationCard(
            code=hit.entry.key,
            label=labels[hit.entry.key],
            title=hit.entry.label,
            text=f"{hit.entry.label} ({hit.entry.key})",
        )
        for hit in hits
    ]


async def resolved(session: AsyncSession, typed: str, *, field: str = "occupation") -> str:
    """Return the code of what was typed: a code, a title from the list, or words with one clear meaning.

    Raises UnknownOccupation, naming the nearest title.
    """
    for code in _CODE.findall(typed):
        if await session.scalar(select(Occupation.code).where(Occupation.code == code)):
            return str(code)
    index = await reference.lookup(session, VOCABULARY, _entries)
    hits = index.find(typed, 3)
    if hits and hits[0].score >= lookup.SURE:
        return hits[0].entry.key
    like = hits[0].entry.label if hits else "Cuisinier / Cuisinière"
    raise UnknownOccupation(field=field, like=like)


async def names(session: AsyncSession, codes: Iterable[str]) -> dict[str, str]:
    """Return the label of each code in the reader's language."""
    found = await session.execute(
        select(Occupation.code, Occupation.label, Occupation.label_en).where(Occupation.code.in_(set(codes)))
    )
    english = i18n.language() == "en"
    return {code: (label_en if english and label_en else label) for code, label, label_en in found}


async def skills_of(session: AsyncSession, code: str) -> list[SkillCard]:
    """Return the skills of an occupation, core ones first."""
    found = await session.execute(
        select(Skill.code, Skill.label, Skill.label_en, OccupationSkill.core)
        .join(OccupationSkill, OccupationSkill.skill_code == Skill.code)
        .where(OccupationSkill.occupation_code == code)
        .order_by(OccupationSkill.core.desc(), Skill.label)
    )
    return [SkillCard(code=c, label=_said(fr, en), core=core) for c, fr, en, core in found]


async def skill_names(session: AsyncSession, codes: Iterable[str]) -> dict[str, str]:
    """Return the label of each skill in the reader's language."""
    found = await session.execute(select(Skill.code, Skill.label, Skill.label_en).where(Skill.code.in_(set(codes))))
    return {code: _said(fr, en) for code, fr, en in found}


async def links_of(session: AsyncSession, codes: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return how occupations stand to these: (candidate's occupation, wanted one) → near or evolution."""
    found = await session.execute(
        select(OccupationLink.source_code, OccupationLink.target_code, OccupationLink.nearness).where(
            OccupationLink.target_code.in_(set(codes))
        )
    )
    return {(source, target): nearness.value for source, target, nearness in found}


async def reached_from(session: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Return the occupations that somebody of these could move to: those near, and those a step up."""
    links = select(OccupationLink.target_code).where(OccupationLink.source_code.in_(set(codes)))
    return set(await session.scalars(links))


def _said(fr: str, en: str | None) -> str:
    return en if en and i18n.language() == "en" else fr


async def _entries(session: AsyncSession) -> list[Entry]:
    titles = await session.execute(select(Title.occupation_code, Title.label))
    labels = await session.execute(select(Occupation.code, Occupation.label, Occupation.label_en))
    entries = {Entry(code, label): None for code, label in titles}
    for code, label, label_en in labels:
        entries[Entry(code, label, 1.0)] = None
        if label_en:
            entries[Entry(code, label_en)] = None
    return list(entries)
