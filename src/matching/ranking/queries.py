"""Reading candidates for the columns: by ranges of their ids, never all at once, no person among them."""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, String, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from candidates.profiles.models import Candidate, Hours
from matching.ranking.rules.people import Profile
from reference.places import queries as places
from reference.places import travel

FEW_OCCUPATIONS = 60
PLACES_AT_ONCE = 5_000
Point = tuple[float, float]
_HOURS: dict[Hours | None, tuple[bool | None, bool | None]] = {
    None: (None, None),
    Hours.FULL: (True, False),
    Hours.PART: (False, True),
    Hours.EITHER: (True, True),
}


def _text(column: Any) -> ColumnElement[str]:
    return cast(column, String)


_COLUMNS = (
    Candidate.id,
    Candidate.place_code,
    Candidate.radius_km,
    Candidate.travel_minutes,
    _text(Candidate.occupations),
    _text(Candidate.skills),
    _text(Candidate.skills_no),
    _text(Candidate.contracts),
    _text(Candidate.contracts_no),
    Candidate.hours,
    Candidate.available_from,
    _text(Candidate.languages),
    _text(Candidate.languages_no),
    _text(Candidate.conditions),
    _text(Candidate.licences),
    Candidate.experience_months,
)


class Block(msgspec.Struct, frozen=True):
    """Some candidates, in the order of their ids."""

    ids: list[UUID]
    profiles: list[Profile]


async def blocks(
    session: AsyncSession, territory_id: UUID | None, size: int, occupations: Collection[str] = ()
) -> AsyncIterator[Block]:
    """Read those who agreed to be preselected, ``size`` at a time, each block from where the one before ended.

    ``territory_id`` None is everybody. Where few occupations are named, whoever names others only is left out.
    """
    known: dict[str, Point | None] = {}
    rows = select(*_COLUMNS).where(Candidate.preselect).order_by(Candidate.id).limit(size)
    if territory_id is not None:
        rows = rows.where(Candidate.territory_id == territory_id)
    if 0 < len(occupations) <= FEW_OCCUPATIONS:
        rows = rows.where(naming(occupations))
    last: UUID | None = None
    while found := (await session.execute(_after(rows, last))).all():
        await _learn(session, known, {row.place_code for row in found})
        last = found[-1].id
        yield Block([row.id for row in found], [_profile(row, known) for row in found])
        if len(found) < size:
            return


def naming(occupations: Iterable[str]) -> ColumnElement[bool]:
    """Who names one of these occupations, or none at all."""
    said = _text(Candidate.occupations)
    return or_(said == "[]", *(said.contains(f'"{code}"', autoescape=True) for code in sorted(occupations)))


def _after(rows: Any, last: UUID | None) -> Select[Any]:
    chosen: Select[Any] = rows if last is None else rows.where(Candidate.id > last)
    return chosen


async def _learn(session: AsyncSession, known: dict[str, Point | None], codes: set[str]) -> None:
    """Look places up that were not met before."""
    new = sorted(codes - known.keys())
    for start in range(0, len(new), PLACES_AT_ONCE):
        some = new[start : start + PLACES_AT_ONCE]
        known |= dict.fromkeys(some) | await places.positions(session, some)


def _profile(row: Sequence[Any], known: dict[str, Point | None]) -> Profile:
    (_, place, radius, minutes, trades, skills, no, contracts, refused, hours, day, tongues, lacking, conditions,
     licences, months) = row  # fmt: skip
    full_time, part_time = _HOURS[hours]
    limit = float(minutes or travel.limit_in_minutes(radius))
    return Profile(
        place, known[place], float(radius), limit, trades, skills, no, contracts, refused, full_time, part_time,
        day, tongues, lacking, conditions, licences, months,
    )  # fmt: skip
