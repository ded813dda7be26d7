"""From the register's files to our tables, in either of its two layouts."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import msgspec

from reference.errors import BadFile
from reference.files import required, rows

Row: TypeAlias = dict[str, str]
CORE_BLOCK = "7"
MOST_STRAYS = 50


class Register(msgspec.Struct):
    """A whole register, read and checked, not yet written."""

    source: str
    occupations: dict[str, tuple[str, str | None, str]] = {}
    titles: list[tuple[str, str]] = []
    skills: dict[str, tuple[str, str | None]] = {}
    occupation_skills: dict[tuple[str, str], bool] = {}
    links: dict[tuple[str, str], str] = {}


class Files(msgspec.Struct, frozen=True):
    """Where the register's files lie; the newer layout wins where both are there."""

    newer: tuple[Path, Path] | None
    older: tuple[Path, Path] | None
    details: tuple[Path, Path, Path] | None

    @classmethod
    def below(cls, folder: Path) -> "Files":
        """Find the register's files in a folder and the folders in it."""

        def find(*patterns: str) -> list[Path | None]:
            return [next(iter(sorted(folder.rglob(pattern))), None) for pattern in patterns]

        newer = find("unix_referentiel_code_rome_v4*_utf8.csv", "unix_referentiel_appellation_v4*_utf8.csv")
        older = find("unix_referentiel_code_rome_v3*_utf8.csv", "unix_referentiel_appellation_v3*_utf8.csv")
        details = find(
            "unix_referentiel_competence_v3*_utf8.csv",
            "unix_liens_rome_referentiels_v3*_utf8.csv",
            "unix_rubrique_mobilite_v3*_utf8.csv",
        )
        return cls(_all(newer), _all(older), _all(details))  # type: ignore[arg-type]


def _all(paths: list[Path | None]) -> tuple[Path, ...] | None:
    found = tuple(path for path in paths if path is not None)
    if found and len(found) < len(paths):
        raise BadFile(found[0].name, 1, "the files that belong with it are missing")
    return found or None


def read(folder: Path) -> Register | None:
    """Read the register in a folder, None where there is none; raises BadFile and reads nothing else."""
    files = Files.below(folder)
    chosen = files.newer or files.older
    if chosen is None:
        return None
    register = Register(source=chosen[0].name)
    _occupations(register, chosen[0], parent="code_rome_parent" if files.newer else "code_rome")
    _titles(register, chosen[1])
    if files.details:
        _skills(register, *files.details[:2])
        _links(register, files.details[2])
    return register


def _occupations(register: Register, path: Path, parent: str) -> None:
    for line, row in enumerate(rows(path, ("code_rome", "libelle_rome", parent)), start=2):
        code = required(path, row, line, "code_rome")
        if code in register.occupations:
            raise BadFile(path.name, line, f"{code} stands twice")
        register.occupations[code] = (required(path, row, line, "libelle_rome"), None, row[parent] or code)


def _titles(register: Register, path: Path) -> None:
    strays = 0
    for line, row in enumerate(rows(path, ("code_ogr", "libelle_appellation_long", "code_rome")), start=2):
        code = required(path, row, line, "code_rome")
        title = required(path, row, line, "libelle_appellation_long")
        if code in register.occupations:
            register.titles.append((code, title))
            continue
        strays += 1  # release 3.47 itself names L1510, which it does not describe
        if strays > MOST_STRAYS:
            raise BadFile(path.name, line, f"unknown occupation {code}, and {strays - 1} before it")


def _children(register: Register) -> dict[str, list[str]]:
    """Return the occupations that inherit from each code of the older layout."""
    children: dict[str, list[str]] = {}
    for code, (_, _, parent) in register.occupations.items():
        children.setdefault(parent, []).append(code)
    return children


def _skills(register: Register, names: Path, links: Path) -> None:
    for line, row in enumerate(rows(names, ("code_ogr", "libelle_competence")), start=2):
        register.skills[required(names, row, line, "code_ogr")] = (
            required(names, row, line, "libelle_competence"),
            None,
        )
    children = _children(register)
    for row in rows(links, ("code_rome", "code_ogr", "code_ref_rubrique")):
        if row["code_ogr"] in register.skills:
            for code in children.get(row["code_rome"], ()):
                key = (code, row["code_ogr"])
                core = row["code_ref_rubrique"] == CORE_BLOCK
                register.occupation_skills[key] = register.occupation_skills.get(key, False) or core


def _links(register: Register, path: Path) -> None:
    children = _children(register)
    kinds = {"Proche": "near", "Evolution": "evolution"}
    for line, row in enumerate(rows(path, ("code_rome", "code_rome_cible", "libelle_type_mobilite")), start=2):
        kind = kinds.get(row["libelle_type_mobilite"])
        if kind is None:
            raise BadFile(path.name, line, f"unknown mobility {row['libelle_type_mobilite']!r}")
        for source, target in _pairs(children, row):
            if register.links.get((source, target)) != "near":
                register.links[source, target] = kind
    for family in children.values():
        for source in family:
            register.links |= {(source, target): "near" for target in family if target != source}


def _pairs(children: dict[str, list[str]], row: Row) -> Iterator[tuple[str, str]]:
    for source in children.get(row["code_rome"], ()):
        for target in children.get(row["code_rome_cible"], ()):
            if source != target:
                yield source, target


def read_small(folder: Path) -> Register:
    """Read the small register that the product carries: one file of skills, one of occupations."""
    register = Register(source="small")
    for row in rows(folder / "skills.tsv", ("code", "fr", "en"), delimiter="\t"):
        register.skills[row["code"]] = (row["fr"], row["en"])
    path = folder / "occupations.tsv"
    for line, row in enumerate(rows(path, ("code", "fr", "en", "titles", "skills", "near"), delimiter="\t"), start=2):
        code = row["code"]
        register.occupations[code] = (row["fr"], row["en"], code)
        register.titles += [(code, title) for title in (row["fr"], *filter(None, row["titles"].split("|")))]
        for skill in row["skills"].split():
            if skill not in register.skills:
                raise BadFile(path.name, line, f"unknown skill {skill}")
            register.occupation_skills[code, skill] = True
        register.links |= {(code, target): "near" for target in row["near"].split()}
    register.links |= {(b, a): kind for (a, b), kind in register.links.items()}
    return register
