"""Reading what people write: titles become occupations, texts become skills."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit import i18n, lookup, settings
from reference import queries as reference
from reference.errors import UnclearOccupation, UnknownOccupation
from reference.occupations import queries as occupations
from reference.occupations.models import Occupation, OccupationSkill, Skill, Title
from reference.occupations.schemas import OccupationCard
from reference.titles.models import Source, WordGroup
from reference.titles.rules import text
from reference.titles.rules.encoder import Encoder
from reference.titles.rules.lessons import Group, Material
from reference.titles.rules.lexical import VERSION, Lexical
from reference.titles.rules.ranking import SURE, Comparer, Occupations, Semantic
from reference.titles.rules.skills import Skills
from reference.titles.schemas import GuessCard, Reading, SkillFound

VOCABULARY = "titles"
WORTH_SHOWING = 0.05
_CODE = re.compile(r"\b([A-Z]\d{4})\b")
HELD_OUT = 10
DOMAIN, ISCO_GROUP = 2, 3
Titles = list[tuple[str, str]]

_made: dict[str, tuple[object, Any]] = {}


def model_path() -> Path:
    """Return where the trained model lies, or would."""
    return settings.current().data_dir / "models" / "titles.npz"


def encoder() -> Encoder | None:
    """Return the trained model, None before any training; read again when it was trained again."""
    path = model_path()
    stamp = path.stat().st_mtime_ns if path.exists() else None
    return _kept("encoder", (path, stamp), lambda: Encoder.load(path) if stamp else None)  # type: ignore[no-any-return]


def version() -> str:
    """Return the version of what reads titles now."""
    model = encoder()
    return model.card.version if model else VERSION


def comparer(corpus: Sequence[str], *, kin: bool = False) -> Comparer:
    """Return what compares titles with a corpus: the trained model, or letters and words where there is none."""
    model = encoder()
    return Semantic(model, corpus, kin=kin) if model else Lexical(corpus)


async def reading(session: AsyncSession, title: str, said: str = "", limit: int = 5) -> Reading:
    """Say which occupations a title, with the text beside it, may mean; best first."""
    return (await readings(session, [title], limit, [said]))[0]


async def readings(
    session: AsyncSession, named: Sequence[str], limit: int = 5, said: Sequence[str] | None = None
) -> list[Reading]:
    """Say of each title which occupations it may mean; one without words means none."""
    known = await reader(session)
    guessed = await asyncio.to_thread(known.guess, named, said, limit) if named else []
    labels = await occupations.names(session, {guess.code for guesses in guessed for guess in guesses})
    return [
        Reading(
            sure=bool(guesses) and guesses[0].confidence >= SURE,
            guesses=[GuessCard(code=g.code, label=labels[g.code], confidence=g.confidence) for g in guesses],
            version=known.comparer.version,
        )
        for guesses in (found if text.words(title) else [] for title, found in zip(named, guessed, strict=True))
    ]


async def search(session: AsyncSession, typed: str, limit: int = 8) -> list[OccupationCard]:
    """Return the occupations that fit what was typed, best first: titles that begin so, then those that mean so."""
    hits = (await occupations.index(session)).find(typed, limit)
    begun = {hit.entry.key: hit.entry.label for hit in hits if hit.score >= lookup.SURE}
    meant = (await reader(session)).guess([typed], limit=limit)[0] if text.words(typed) else []
    alike = {hit.entry.key: hit.entry.label for hit in hits}
    codes = list(dict.fromkeys([*begun, *(g.code for g in meant if g.confidence >= WORTH_SHOWING), *alike]))[:limit]
    labels = await occupations.names(session, codes)
    return [_card(code, labels[code], alike.get(code, labels[code])) for code in codes]


async def resolved(session: AsyncSession, typed: str, *, field: str = "occupation", said: str = "") -> str:
    """Return the code of what was typed: a code, a title from the list, or words that surely mean one job.

    ``said`` is the text beside the title, where there is one. Raises UnclearOccupation, naming the likeliest, rather
    than guessing; UnknownOccupation where nothing comes near.
    """
    for code in _CODE.findall(typed):
        if await occupations.exists(session, code):
            return str(code)
    hits = (await occupations.index(session)).find(typed, 3)
    if hits and hits[0].score >= lookup.SURE:
        return hits[0].entry.key
    understood = await reading(session, typed, said, 3)
    if understood.sure:
        return understood.guesses[0].code
    likely = [guess for guess in understood.guesses if guess.confidence >= WORTH_SHOWING]
    if not likely:
        raise UnknownOccupation(field=field, like=hits[0].entry.label if hits else "Cuisinier / Cuisinière")
    raise UnclearOccupation(field=field, likely=i18n.listed([f"{guess.label} ({guess.code})" for guess in likely]))


async def meanings(session: AsyncSession, typed: str) -> list[str]:
    """Return the codes that words may mean: the one, or the likely ones; none where nothing comes near."""
    try:
        return [await resolved(session, typed)]
    except UnclearOccupation:
        understood = await reading(session, typed)
        return [guess.code for guess in understood.guesses if guess.confidence >= WORTH_SHOWING]
    except UnknownOccupation:
        return []


async def skills_in(session: AsyncSession, said: str, limit: int = 12) -> list[SkillFound]:
    """Return the skills of the register that a text speaks of, the surest first."""
    index = await _over(session, "skills", _skills)
    found = index.find(said, limit)
    labels = await occupations.skill_names(session, [code for code, _, _ in found])
    return [
        SkillFound(code=code, label=labels[code], words=words, confidence=round(near, 4)) for code, words, near in found
    ]


async def reader(session: AsyncSession) -> Occupations:
    """Return the reader of titles over the register as it is loaded."""
    return await _over(session, "occupations", _occupations)  # type: ignore[no-any-return]


async def titles(session: AsyncSession) -> Titles:
    """Return every title of the register with its occupation, in a fixed order."""
    rows = await session.execute(
        select(Title.occupation_code, Title.label).order_by(Title.occupation_code, Title.label)
    )
    return [(code, label) for code, label in rows]


async def named(session: AsyncSession) -> Titles:
    """Return the names of the occupations themselves, in a fixed order; in English too where they have one."""
    rows = await session.execute(
        select(Occupation.code, Occupation.label, Occupation.label_en).order_by(Occupation.code)
    )
    return [(code, label) for code, fr, en in rows for label in (fr, en) if label]


def left_out(known: Titles, seed: int) -> set[int]:
    """Return the places of one title in ten, which are never learnt, so that the figures are honest."""
    places = list(range(len(known)))
    Random(seed).shuffle(places)  # noqa: S311 - reproducible, not secret
    return set(places[: len(places) // HELD_OUT])


async def material(session: AsyncSession, known: Titles) -> Material:
    """Return what may be learnt from: these titles, and the words that were loaded beside them."""
    of: dict[str, list[str]] = defaultdict(list)
    for code, label in [*known, *await named(session)]:
        of[code].append(label)
    return Material(
        occupations=await _groups(session, Source.OCCUPATIONS),
        titles=[Group(labels, code[:DOMAIN]) for code, labels in of.items()],
        offers=await _groups(session, Source.OFFERS),
        skills=await _groups(session, Source.SKILLS),
        skilled=await _skilled(session, of),
    )


def _card(code: str, label: str, title: str) -> OccupationCard:
    return OccupationCard(code=code, label=label, title=title, text=f"{title} ({code})")


async def _groups(session: AsyncSession, source: Source) -> list[Group]:
    rows = await session.execute(
        select(WordGroup.family, WordGroup.labels).where(WordGroup.source == source).order_by(WordGroup.number)
    )
    return [Group(labels, family[:ISCO_GROUP]) for family, labels in rows]


async def _skilled(session: AsyncSession, of: dict[str, list[str]]) -> list[tuple[list[str], list[str]]]:
    rows = await session.execute(
        select(OccupationSkill.occupation_code, Skill.label)
        .join(Skill, Skill.code == OccupationSkill.skill_code)
        .order_by(OccupationSkill.occupation_code, Skill.code)
    )
    asked: dict[str, list[str]] = defaultdict(list)
    for code, label in rows:
        asked[code].append(label)
    return [(of[code], labels) for code, labels in asked.items() if code in of]


async def _occupations(session: AsyncSession) -> Occupations:
    written = [
        (code, form) for code, label in [*await titles(session), *await named(session)] for form in text.forms(label)
    ]
    return await asyncio.to_thread(lambda: Occupations(written, comparer([label for _, label in written])))


async def _skills(session: AsyncSession) -> Skills:
    rows = await session.execute(select(Skill.code, Skill.label).order_by(Skill.code))
    known = [(code, label) for code, label in rows]
    return await asyncio.to_thread(lambda: Skills(known, comparer([label for _, label in known])))


async def _over(session: AsyncSession, name: str, make: Callable[[AsyncSession], Any]) -> Any:
    """Return an index over the register, made again when the register or the model changed."""
    loaded: datetime | None = await reference.loaded_at(session, occupations.VOCABULARY)
    version = (str(settings.current().database), loaded, encoder())
    if name not in _made or _made[name][0] != version:
        _made[name] = (version, await make(session))
    return _made[name][1]


def _kept(name: str, version: object, make: Callable[[], Any]) -> Any:
    if name not in _made or _made[name][0] != version:
        _made[name] = (version, make())
    return _made[name][1]
