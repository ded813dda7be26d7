"""From the open files to places; the distance between two points."""

from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import msgspec

from reference.errors import BadFile
from reference.files import required, rows

EARTH_RADIUS_KM = 6371.0


class PlaceRow(msgspec.Struct):
    """A commune as it was read."""

    code: str
    name: str
    department: str
    postcodes: list[str]
    latitude: float
    longitude: float
    population: int


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two (latitude, longitude) in kilometres (haversine)."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    chord = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def read(folder: Path) -> list[PlaceRow] | None:
    """Read ``communes.csv`` below a folder, with the post office's further postcodes if they lie beside it.

    Delegated communes and the four without coordinates are left out. Raises BadFile.
    """
    path = next(iter(sorted(folder.rglob("communes.csv"))), None)
    if path is None:
        return None
    places = communes(path)
    postcodes = path.with_name("laposte_hexasmal.csv")
    if postcodes.is_file():
        _add_postcodes(places, postcodes)
    return list(places.values())


def communes(path: Path) -> dict[str, PlaceRow]:
    """Read the communes of one file; raises BadFile."""
    wanted = (
        "insee_com",
        "insee_dep",
        "commune_article",
        "code_postal",
        "commune_type",
        "lat",
        "lng",
        "population_2021",
    )
    places: dict[str, PlaceRow] = {}
    for line, row in enumerate(rows(path, wanted), start=2):
        if row["commune_type"] not in {"COM", "ARM"} or not row["lat"]:
            continue
        if row["insee_com"] in places:  # a commune has one row for each of its postcodes
            places[row["insee_com"]].postcodes.append(row["code_postal"])
            continue
        try:
            place = PlaceRow(
                code=required(path, row, line, "insee_com"),
                name=required(path, row, line, "commune_article"),
                department=required(path, row, line, "insee_dep"),
                postcodes=[row["code_postal"]] if row["code_postal"] else [],
                latitude=float(row["lat"]),
                longitude=float(row["lng"]),
                population=int(row["population_2021"] or 0),
            )
        except ValueError as wrong:
            raise BadFile(path.name, line, str(wrong)) from wrong
        places[place.code] = place
    return places


def _add_postcodes(places: dict[str, PlaceRow], path: Path) -> None:
    for row in rows(path, ("Code_commune_INSEE", "Code_postal"), delimiter=";"):
        place = places.get(row["Code_commune_INSEE"])
        if place and row["Code_postal"] not in place.postcodes:
            place.postcodes.append(row["Code_postal"])
