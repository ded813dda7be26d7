"""Loading the public vocabularies: the official files, or the small set that the product carries."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

import reference
from reference import queries
from reference.occupations import queries as occupation_queries
from reference.occupations import rules as occupation_rules
from reference.occupations import service as occupations
from reference.places import rules as place_rules
from reference.places import service as places
from reference.titles import service as titles
from reference.titles.rules import files as title_files

SMALL = Path(reference.__file__).parent / "small"


STEPS = 6


async def load(session: AsyncSession, folder: Path, step: Callable[[], None] = lambda: None) -> dict[str, int]:
    """Load what a folder holds; return how many of each. ``step`` is called after each of six steps.

    Raises BadFile, or FileNotFoundError for nothing.
    """
    register = occupation_rules.read(folder)
    step()
    communes = place_rules.read(folder)
    step()
    words = title_files.read(folder)
    step()
    if register is None and communes is None and not words:
        raise FileNotFoundError(f"{folder} holds neither occupations nor communes")
    loaded = {}
    if register is not None:
        loaded["occupations"] = await occupations.replace(session, register)
        loaded["titles"] = len(register.titles)
        loaded["skills"] = len(register.skills)
    step()
    if communes is not None:
        loaded["places"] = await places.replace(session, communes, str(folder.name))
    step()
    if words:
        loaded["groups of words"] = await titles.replace(session, words, str(folder.name))
    step()
    return loaded


async def load_small(session: AsyncSession) -> None:
    """Load the small set, unless something was loaded before."""
    if await queries.loaded_at(session, occupation_queries.VOCABULARY):
        return
    await occupations.replace(session, occupation_rules.read_small(SMALL))
    small = place_rules.communes(SMALL / "communes.csv")
    await places.replace(session, list(small.values()), "small")
