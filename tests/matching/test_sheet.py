"""The public sheet and the technical file say what the code does, and the build fails where they do not."""

import re

import msgspec
import pytest
from tools import sheet as tool

from kit import i18n
from matching.scoring.rules import facts, score, weights
from matching.scoring.rules.criteria import Name
from matching.scoring.rules.weights import Preset
from matching.sheet import queries, words
from matching.sheet.queries import sheet
from tests.acting import Acting
from tests.world import World


def test_the_committed_files_say_what_the_code_does() -> None:
    assert tool.outdated() == []


def test_a_changed_weight_makes_both_files_out_of_date(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = dict(weights._PARTS) | {Preset.BALANCED: (27, 25, 8, 10, 7, 5, 4, 4, 6, 4)}
    monkeypatch.setattr(weights, "_PARTS", changed)
    assert tool.outdated() == ["algorithm.md", "technical-file.md"]
    assert tool.main() == 1


@pytest.mark.parametrize(("where", "name"), [(score, "NEAR_SHARE"), (score, "LATEST_DAYS"), (queries, "VERSION")])
def test_a_changed_rule_makes_the_sheet_out_of_date(monkeypatch: pytest.MonkeyPatch, where: object, name: str) -> None:
    monkeypatch.setattr(where, name, 7)
    assert "algorithm.md" in tool.outdated()


def test_an_input_without_words_or_with_a_forbidden_name_fails_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    wider = msgspec.defstruct("Offered", [("shoe_size", int, 0)], bases=(facts.Offered,), frozen=True, kw_only=True)
    monkeypatch.setattr(queries, "Offered", wider)
    with pytest.raises(KeyError, match="shoe_size"):
        sheet()
    older = msgspec.defstruct("Offered", [("birth_year", int, 0)], bases=(facts.Offered,), frozen=True, kw_only=True)
    monkeypatch.setattr(queries, "Offered", older)
    with pytest.raises(ValueError, match="age: birth"):
        queries.forbidden()


def test_everything_that_counts_has_words() -> None:
    assert set(words.RULES) == set(Name)
    assert set(words.PRESETS) == set(Preset)
    shown = sheet()
    for preset in Preset:
        assert sum(one.weights[preset.value] for one in shown.criteria) == pytest.approx(100, abs=0.05)
    assert {"name", "e-mail address", "phone"} <= set(shown.not_given)
    assert any(said.startswith("commune") for said in shown.not_given)
    assert not any("%(" in text for text in re.findall(r"[^\n]+", msgspec.json.encode(shown).decode()))


@pytest.mark.parametrize(("language", "said"), [("fr", "Comment les candidats sont classés"), ("en", "How candidates")])
async def test_anybody_may_read_it_in_both_languages(acting: Acting, world: World, language: str, said: str) -> None:
    page = (await acting.anonymous(language).get("/algorithme")).text
    assert said in page
    with i18n.speaking("fr" if language == "fr" else "en"):
        shown = sheet()
    for criterion in shown.criteria:
        assert criterion.label in page
    program = await acting.program(None)
    answer = (await program.get("/algorithm")).json()
    assert {one["name"] for one in answer["criteria"]} == {name.value for name in Name}
    assert answer["digests"]["balanced"] == weights.BALANCED.digest


def test_every_figure_that_is_published_can_be_translated() -> None:
    assert {figure.what for figure in queries.figures()} <= set(words.MEASURED)
