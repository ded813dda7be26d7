"""How titles are read: before any training by their letters, after it by what they mean."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.database import Sessions
from reference.errors import BadFile, UnclearOccupation, UnknownOccupation
from reference.titles import queries, service
from reference.titles.models import Source
from reference.titles.rules import card, files, measures, tasks, text
from reference.titles.rules.encoder import Encoder
from reference.titles.rules.ranking import SURE, confidence, fitted
from reference.titles.rules.training import Settings
from tests.reference.test_loading import DATA, needs_data
from web.vocabularies import load, load_small

QUICK = Settings(dimensions=32, steps=40, batch=64)


@pytest.fixture
async def small(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await load_small(session)
    return sessions


@pytest.mark.parametrize(
    ("label", "forms"),
    [
        ("Cuisinier", ["Cuisinier"]),
        ("Agent / Agente de caisse", ["Agent / Agente de caisse", "Agent de caisse", "Agente de caisse"]),
        ("serveur/serveuse", ["serveur/serveuse", "serveur", "serveuse"]),
    ],
)
def test_a_title_in_two_forms_is_each_of_them_whole(label: str, forms: list[str]) -> None:
    assert text.forms(label) == forms


def test_marks_of_gender_and_articles_say_nothing() -> None:
    assert text.words("Chef de l'équipe (H/F)") == ["chef", "equipe"]
    assert text.words("Œnologue h/f/x") == ["oenologue"]
    assert text.words("de la") == ["de", "la"], "unless nothing else is there"


@pytest.mark.parametrize(
    ("title", "job"),
    [
        ("URGENT Cuisinier CDI 35H", ["cuisinier"]),
        ("Vendeur temps partiel 06160 (H/F)", ["vendeur"]),
        ("CDI", ["cdi"]),
        ("Chargé de recherche", ["charge", "recherche"]),
        ("Recherche plongeur", ["plongeur"]),
    ],
)
def test_what_stands_around_the_job_is_left_out(title: str, job: list[str]) -> None:
    assert text.words(text.job(title)) == job


@given(st.text(max_size=60))
def test_any_text_can_be_read(said: str) -> None:
    for word in text.words(said):
        assert len(set(text.features(word))) >= 2


async def test_before_any_training_titles_are_read_by_their_letters(small: Sessions) -> None:
    async with small() as session:
        for typed, code in (
            ("cuisiniere", "G1602"),
            ("vendeuse", "D1214"),
            ("boulanjer", "D1102"),
            ("srveur", "G1803"),
        ):
            understood = await queries.reading(session, typed)
            assert understood.version == "lexical"
            assert code in [guess.code for guess in understood.guesses[:3]], typed


async def test_both_forms_of_a_title_mean_the_same(small: Sessions) -> None:
    async with small() as session:
        for he, she in (("vendeur", "vendeuse"), ("serveur", "serveuse"), ("cuisinier", "cuisinière")):
            first, second = (await queries.reading(session, he)).guesses, (await queries.reading(session, she)).guesses
            assert first[0].code == second[0].code
            assert abs(first[0].confidence - second[0].confidence) < 0.35


async def test_what_is_unclear_is_asked_and_never_guessed(small: Sessions) -> None:
    async with small() as session:
        with pytest.raises(UnclearOccupation) as unclear:
            await queries.resolved(session, "employé agricole ou vendeur")
        assert "(" in unclear.value.sentence(), "the likeliest are named with their codes"
        with pytest.raises(UnknownOccupation):
            await queries.resolved(session, "zzzzzz")


@pytest.mark.once
async def test_the_same_seed_gives_the_same_model_and_another_seed_another(small: Sessions) -> None:
    async with small() as session:
        first, again, other = [await service.learn(session, QUICK, seed) for seed in (1, 1, 2)]
    title = ["vendeuse en boulangerie"]
    assert np.array_equal(first.encode(title), again.encode(title))
    assert not np.array_equal(first.encode(title), other.encode(title))


LEARN = """
import hashlib
from reference.titles.rules.lessons import Group, Lessons, Material, Shares
from reference.titles.rules.training import Settings, train
jobs = [Group(["cuisinier", "cuisinière de collectivité"], "G"), Group(["serveur en salle", "serveuse"], "G")]
nothing = Material(occupations=[], titles=jobs, offers=[], skills=[], skilled=[])
names, rows = train(Lessons(nothing, 1, Shares()), Settings(dimensions=8, steps=3, batch=8, rarest=1), 1)
print(hashlib.sha256("\\n".join(names).encode() + rows.tobytes()).hexdigest())
"""


def test_another_process_learns_the_same_whatever_order_its_sets_have() -> None:
    made = {
        subprocess.run(  # noqa: S603 - our own
            [sys.executable, "-c", LEARN],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(made) == 1


async def test_a_model_is_kept_with_its_card_and_taken_from_then_on(small: Sessions) -> None:
    async with small() as session:
        made = await service.learn(session, QUICK, 1)
        made.save(queries.model_path())
        try:
            kept = Encoder.load(queries.model_path())
            assert np.array_equal(kept.encode(["serveur"]), made.encode(["serveur"]))
            assert (await queries.reading(session, "serveur")).version == made.card.version
        finally:
            queries.model_path().unlink()
        assert (await queries.reading(session, "serveur")).version == "lexical"
    sheet = card.sheet(kept.card, 1_000_000)
    assert "never seen" in sheet.lower()
    assert str(kept.card.held_out) in sheet


async def test_a_text_beside_the_title_decides_between_two(small: Sessions) -> None:
    async with small() as session:
        alone = await queries.reading(session, "employé polyvalent")
        beside = await queries.reading(
            session, "employé polyvalent", "Préparer les plats en cuisine.\nCuisson, dressage"
        )
    assert {g.code: g.confidence for g in alone.guesses} != {g.code: g.confidence for g in beside.guesses}


async def test_skills_are_found_in_a_text(small: Sessions) -> None:
    async with small() as session:
        found = await queries.skills_in(session, "Vous saurez encaisser les ventes.\nAccueillir les clients; sourire")
    assert found
    assert found == sorted(found, key=lambda skill: -skill.confidence)


def test_rankings_are_measured_as_the_benchmark_does() -> None:
    found = measures.ranked([["a", "b", "c"], ["x", "y"]], [{"a", "c"}, {"y"}])
    assert found.map == pytest.approx(((1 + 2 / 3) / 2 + 1 / 2) / 2)
    assert (found.mrr, found.hit_1, found.hit_5) == (0.75, 0.5, 1.0)


def test_confidence_is_fitted_on_what_was_right() -> None:
    near = np.array([[0.9, 0.1], [0.8, 0.2], [0.2, 0.7], [0.6, 0.5]], np.float32)
    sharp = fitted(near, [0, 0, 1, 1])
    assert (confidence(near, sharp).sum(axis=1) < 1).all(), "none of these is possible, too"
    assert fitted(near, [0, 0, 1, 0]) > sharp, "when the nearest is always right, one may be surer"


def test_words_that_are_broken_are_refused_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "occupations_fr.csv").write_text("preferredLabel,altLabels\nboucher,\n", encoding="utf-8")
    with pytest.raises(BadFile, match="missing columns: iscoGroup"):
        files.read(tmp_path)


@needs_data
@pytest.mark.once
async def test_learnt_on_the_real_vocabularies_titles_never_seen_are_found_better(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        assert (await load(session, DATA))["groups of words"] > 30_000
    assert {words.source for words in files.read(DATA)} == set(Source)
    async with sessions() as session:
        made = await service.learn(session, Settings(steps=150), 1)
    figures = made.card.figures
    assert figures["unseen titles, right at once"] > 0.55, "letters alone reach 0.53"
    assert figures["unseen titles, right among five"] > 0.79
    assert figures["calibration error"] < 0.1
    assert SURE == 0.5


@pytest.mark.once
def test_a_task_is_read_and_measured_on_the_card_and_broken_lines_are_named(tmp_path: Path) -> None:
    (tmp_path / "queries.tsv").write_text("q1\tserveur\nq2\tboucher\n")
    (tmp_path / "corpus_elements.tsv").write_text("c1\tgarçon de café\nc2\tboucherie\nc3\tmaçon\n")
    (tmp_path / "annotations.tsv").write_text("q1\tx\tc1\t1\nq2\tx\tc2\t1\n")
    task = tasks.read(tmp_path)
    found = task.measured(np.array([[0.9, 0.1, 0.2], [0.8, 0.7, 0.1]], np.float32))
    assert (found.map, found.hit_1) == (0.75, 0.5)
    (tmp_path / "queries.tsv").write_text("q1\tserveur\nq2 boucher\n")
    with pytest.raises(ValueError, match=r"queries.tsv, line 2"):
        tasks.read(tmp_path)
