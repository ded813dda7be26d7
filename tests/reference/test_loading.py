"""The official files in their own layout, whole or refused; the small set for who has none."""

from pathlib import Path

import pytest

from kit.database import Sessions
from reference.errors import BadFile, UnknownOccupation
from reference.occupations import queries as occupations
from reference.occupations import rules
from reference.places import queries as places
from reference.places.rules import distance_km
from reference.titles import queries as titles
from web.vocabularies import SMALL, load

DATA = Path(__file__).parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the public vocabularies are not beside the project")


@needs_data
async def test_the_newer_register_is_loaded_with_the_skills_of_the_older(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        assert await load(session, DATA) == {
            "occupations": 1584,
            "titles": 13120,
            "skills": 4947,
            "places": 34973,
            "groups of words": 36675,
        }
    async with sessions() as session:
        assert (await titles.search(session, "cuisiniere de colectivité"))[0].code == "G1606"
        assert len(await occupations.skills_of(session, "G1609")) > 10
        links = await occupations.links_of(session, ["G1609"])
        assert links["G1602", "G1609"] == "near"
        assert (await places.search(session, "cagne sur mer"))[0].text == "Cagnes-sur-Mer (06800)"
        assert (await places.search(session, "06160"))[0].name == "Antibes"
        assert (await places.search(session, "Marseille 6e"))[0].name.startswith("Marseille 6")


@needs_data
async def test_the_older_register_is_loaded_alone(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        loaded = await load(session, DATA / "rome_v3")
    assert loaded == {"occupations": 531, "titles": 10968, "skills": 4947}


def partial(folder: Path) -> Path:
    """Lay a register of two occupations out as the older layout has it."""
    (folder / "unix_referentiel_code_rome_v347_utf8.csv").write_text(
        '"code_rome","libelle_rome"\n"G1602","Personnel de cuisine"\n"G1803","Service en restauration"\n'
    )
    (folder / "unix_referentiel_appellation_v347_utf8.csv").write_text(
        '"code_ogr","libelle_appellation_long","code_rome"\n"1","Cuisinier / Cuisinière","G1602"\n'
    )
    return folder


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"G1803"', '"G1602"', "line 3: G1602 stands twice"),
        ('"Service en restauration"', '""', "line 3: libelle_rome is empty"),
        ('"libelle_rome"', '"libelle"', "line 1: missing columns: libelle_rome"),
        ('"G1803","Service en restauration"', '"G1803"', "line 3: expected 2 columns"),
        ('"G1803","Service', '"G1803,"Service', "line 3"),
    ],
)
async def test_a_wrong_file_is_refused_whole_with_its_line(
    sessions: Sessions, tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = partial(tmp_path) / "unix_referentiel_code_rome_v347_utf8.csv"
    file.write_text(file.read_text().replace(old, new))
    with pytest.raises(BadFile, match=said):
        async with sessions.begin() as session:
            await load(session, tmp_path)
    async with sessions() as session:
        assert await titles.resolved(session, "Cuisinier") == "G1609"


async def test_half_a_register_is_refused(sessions: Sessions, tmp_path: Path) -> None:
    (partial(tmp_path) / "unix_referentiel_appellation_v347_utf8.csv").unlink()
    with pytest.raises(BadFile, match="missing"):
        async with sessions.begin() as session:
            await load(session, tmp_path)


async def test_bytes_that_are_not_utf_8_are_refused(sessions: Sessions, tmp_path: Path) -> None:
    file = partial(tmp_path) / "unix_referentiel_code_rome_v347_utf8.csv"
    file.write_bytes(file.read_bytes() + b'"G1\xff","x"\n')
    with pytest.raises(BadFile, match="not UTF-8"):
        async with sessions.begin() as session:
            await load(session, tmp_path)


async def test_what_was_loaded_is_searched_at_once(sessions: Sessions, tmp_path: Path) -> None:
    async with sessions() as session:
        assert (await titles.search(session, "cuisinier"))[0].code == "G1609"
    async with sessions.begin() as session:
        await load(session, partial(tmp_path))
    async with sessions() as session:
        assert (await titles.search(session, "cuisinier"))[0].code == "G1602"


def test_the_small_set_is_whole() -> None:

    register = rules.read_small(SMALL)
    assert len(register.occupations) >= 60
    assert len({line.split(",")[0] for line in (SMALL / "communes.csv").read_text().splitlines()[1:]}) >= 80
    for code in register.occupations:
        assert any(occupation == code for occupation, _ in register.occupation_skills)
    assert all(target in register.occupations for _, target in register.links)


async def test_a_word_that_names_nothing_is_refused_with_the_nearest(sessions: Sessions) -> None:
    async with sessions() as session:
        with pytest.raises(UnknownOccupation) as refused:
            await titles.resolved(session, "cuisizzr")
    assert "G1609" in refused.value.sentence(), "what it may mean is offered, not taken"


def test_the_distance_of_two_places() -> None:
    nice, antibes = (43.7102, 7.2620), (43.5823, 7.1048)
    assert distance_km(nice, antibes) == pytest.approx(19.0, abs=0.3)
    assert distance_km(nice, nice) == 0
