"""From open files to groups of words: ESCO's occupations and skills, and keywords of offers."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import msgspec

from reference.errors import BadFile
from reference.files import required, rows
from reference.titles.models import Source

NAMES = ("preferredLabel", "altLabels")


class Words(msgspec.Struct, frozen=True):
    """A group as it was read."""

    source: Source
    family: str
    labels: list[str]


class _Offer(msgspec.Struct, frozen=True):
    k: list[str]


def read(folder: Path) -> list[Words]:
    """Read the groups in a folder and the folders in it; empty where there are none. Raises BadFile."""
    found: list[Words] = []
    for pattern, reader in (
        ("occupations_fr.csv", _occupations),
        ("skills_fr.csv", _skills),
        ("search-items-keywords-cache.jsonl.gz", _offers),
    ):
        for path in sorted(folder.rglob(pattern))[:1]:
            found += [words for words in reader(path) if len(words.labels) > 1]
    return found


def _occupations(path: Path) -> Iterator[Words]:
    for line, row in enumerate(rows(path, (*NAMES, "iscoGroup")), start=2):
        yield Words(Source.OCCUPATIONS, required(path, row, line, "iscoGroup"), _labels(row))


def _skills(path: Path) -> Iterator[Words]:
    for row in rows(path, NAMES):
        yield Words(Source.SKILLS, "", _labels(row))


def _labels(row: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(label.strip() for cell in NAMES for label in row[cell].splitlines() if label.strip()))


def _offers(path: Path) -> Iterator[Words]:
    decoder = msgspec.json.Decoder(_Offer)
    with gzip.open(path) as file:
        for line, raw in enumerate(file, start=1):
            try:
                yield Words(Source.OFFERS, "", list(dict.fromkeys(decoder.decode(raw).k)))
            except msgspec.MsgspecError as wrong:
                raise BadFile(path.name, line, str(wrong)) from wrong
