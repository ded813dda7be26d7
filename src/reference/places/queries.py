"""Reading places."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit import lookup
from kit.lookup import Entry
from reference import queries as reference
from reference.errors import UnknownPlace
from reference.places.models import Place
from reference.places.schemas import PlaceCard

VOCABULARY = "places"


async def search(session: AsyncSession, typed: str, limit: int = 8) -> list[PlaceCard]:
    """Return the communes that fit a name or a postcode, the most populous first among equals."""
    index = await reference.lookup(session, VOCABULARY, _entries)
    hits = index.find(typed, limit)
    return [_card(hit.entry) for hit in hits]


async def resolved(session: AsyncSession, typed: str, *, field: str = "place", exact: bool = False) -> str:
    """Return the code of the commune that was typed: its name whole, or with its postcode.

    "France" is not Roissy-en-France. Raises UnknownPlace, naming the nearest.
    """
    index = await reference.lookup(session, VOCABULARY, _entries)
    hits = index.find(typed, 3)
    with_postcode = any(character.isdigit() for character in typed)
    enough = lookup.SURE if with_postcode else lookup.EXACT if exact else lookup.WHOLE
    if hits and hits[0].score >= enough:
        return hits[0].entry.key
    raise UnknownPlace(field=field, like=hits[0].entry.label if hits else "Cagnes-sur-Mer (06800)")


async def names(session: AsyncSession, codes: Iterable[str]) -> dict[str, str]:
    """Return the name of each code."""
    found = await session.execute(select(Place.code, Place.name).where(Place.code.in_(set(codes))))
    return {code: name for code, name in found}  # noqa: C416 - rows, not pairs


async def text_of(session: AsyncSession, code: str | None) -> str:
    """Return a commune as a form field takes it, empty for none."""
    place = await session.scalar(select(Place).where(Place.code == code))
    return _label(place.name, place.postcodes) if place else ""


async def texts(session: AsyncSession, codes: Iterable[str]) -> dict[str, str]:
    """Return each commune as a form field takes it."""
    rows = await session.execute(select(Place.code, Place.name, Place.postcodes).where(Place.code.in_(set(codes))))
    return {code: _label(name, postcodes) for code, name, postcodes in rows}


async def positions(session: AsyncSession, codes: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Return (latitude, longitude) of each code, in degrees."""
    found = await session.execute(select(Place.code, Place.latitude, Place.longitude).where(Place.code.in_(set(codes))))
    return {code: (latitude, longitude) for code, latitude, longitude in found}


async def department_of(session: AsyncSession, code: str) -> str | None:
    """Return the department of a commune."""
    return await session.scalar(select(Place.department).where(Place.code == code))


def _card(entry: Entry) -> PlaceCard:
    return PlaceCard(code=entry.key, name=entry.label.partition(" (")[0], text=entry.label)


def _label(name: str, postcodes: list[str]) -> str:
    return f"{name} ({', '.join(postcodes[:3])})" if postcodes else name


async def _entries(session: AsyncSession) -> list[Entry]:
    places = await session.execute(select(Place.code, Place.name, Place.postcodes, Place.population))
    return [Entry(code, _label(name, postcodes), population) for code, name, postcodes, population in places]
