"""Reading occupations."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit import i18n
from kit.lookup import Entry, Lookup
from reference import queries as reference
from reference.occupations.models import Occupation, OccupationLink, OccupationSkill, Skill, Title
from reference.occupations.schemas import SkillCard

VOCABULARY = "occupations"


async def index(session: AsyncSession) -> Lookup:
    """Return the index of all titles, made again when the register is loaded again."""
    return await reference.lookup(session, VOCABULARY, _entries)


async def exists(session: AsyncSession, code: str) -> bool:
    """Say whether there is an occupation of this code."""
    return await session.scalar(select(Occupation.code).where(Occupation.code == code)) is not None


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


async def core_skills(session: AsyncSession, codes: Iterable[str]) -> dict[str, list[str]]:
    """Return the codes of the core skills of each occupation."""
    links = select(OccupationSkill.occupation_code, OccupationSkill.skill_code)
    found: dict[str, list[str]] = {}
    for code, skill in await session.execute(
        links.where(OccupationSkill.occupation_code.in_(set(codes)), OccupationSkill.core).order_by(
            OccupationSkill.skill_code
        )
    ):
        found.setdefault(code, []).append(skill)
    return found


async def links_from(session: AsyncSession, codes: Iterable[str]) -> dict[str, str]:
    """Return the occupations that people of these can take up, each near or evolution; never one of these."""
    own = set(codes)
    rows = await session.execute(
        select(OccupationLink.target_code, OccupationLink.nearness)
        .where(OccupationLink.source_code.in_(own), OccupationLink.target_code.not_in(own))
        .order_by(OccupationLink.nearness.desc(), OccupationLink.target_code)
    )
    found: dict[str, str] = {}
    for code, nearness in rows:
        found.setdefault(code, nearness.value)
    return found


async def reached_from(session: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Return the occupations that people of these can take up: near ones and steps up."""
    rows = select(OccupationLink.target_code).where(OccupationLink.source_code.in_(set(codes)))
    return set(await session.scalars(rows))


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
