"""What can happen to the register of occupations."""

from sqlalchemy.ext.asyncio import AsyncSession

from reference.occupations.models import Nearness, Occupation, OccupationLink, OccupationSkill, Skill, Title
from reference.occupations.queries import VOCABULARY
from reference.occupations.rules import Register
from reference.service import release, rewrite


async def replace(session: AsyncSession, register: Register) -> int:
    """Put a register in the place of the one before; return how many occupations it has."""
    await rewrite(
        session,
        Occupation,
        [
            {"code": code, "label": label, "label_en": en, "parent_code": parent}
            for code, (label, en, parent) in register.occupations.items()
        ],
    )
    await rewrite(session, Title, [{"occupation_code": c, "label": label} for c, label in register.titles])
    await rewrite(session, Skill, [{"code": c, "label": fr, "label_en": en} for c, (fr, en) in register.skills.items()])
    await rewrite(
        session,
        OccupationSkill,
        [{"occupation_code": o, "skill_code": s, "core": core} for (o, s), core in register.occupation_skills.items()],
    )
    await rewrite(
        session,
        OccupationLink,
        [{"source_code": a, "target_code": b, "nearness": Nearness(kind)} for (a, b), kind in register.links.items()],
    )
    await release(session, VOCABULARY, register.source, len(register.occupations))
    return len(register.occupations)
