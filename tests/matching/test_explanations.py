"""Forty-two explanations as people read them, reviewed, compared word for word: seven cases, three readers, French and
English. The files of `expected/` are read and mended by hand, never written by a program."""

from datetime import date
from pathlib import Path

import pytest

from kit.i18n import LANGUAGES, Language, speaking
from matching.scoring.rules import words
from matching.scoring.rules.facts import Offered, Sought, Travel, Unit
from matching.scoring.rules.score import score
from matching.scoring.rules.words import Reader
from reference.labels import label, labels
from reference.terms import Condition, Contract, Licence

EXPECTED = Path(__file__).parent / "expected"
# code: French, English
NAMES = {
    "D1106": ("Vente en alimentation", "Food sales"),
    "D1505": ("Personnel de caisse", "Cashier"),
    "D1507": ("Mise en rayon libre-service", "Shelf stocking"),
    "G1602": ("Personnel de cuisine", "Cook"),
    "advising": ("Conseiller un client", "Advising a customer"),
    "cash": ("Encaisser un paiement", "Taking a payment"),
    "closing": ("Clôturer la caisse", "Cash closing"),
    "stock": ("Faire l'inventaire", "Stocktaking"),
    "shelf": ("Mettre en rayon", "Stocking shelves"),
    "label": ("Étiqueter des produits", "Labelling products"),
    "hygiene": ("Appliquer les règles d'hygiène", "Applying hygiene rules"),
    "orders": ("Préparer des commandes", "Preparing orders"),
    "cutting": ("Découper des produits frais", "Cutting fresh produce"),
}
SKILLS = frozenset(name for name in NAMES if name.islower())
SALES = Sought(
    occupation="D1106",
    near=frozenset({"D1505"}),
    evolution=frozenset({"D1507"}),
    skills_required=SKILLS,
    contract=Contract.OPEN_ENDED,
    weekly_hours=35.0,
    starts_on=date(2027, 3, 1),
    languages=frozenset({"en"}),
    conditions=frozenset({Condition.SATURDAYS, Condition.SUNDAYS}),
    licences=frozenset({Licence.HACCP}),
    experience_months=12,
)
BARE = Sought(occupation="D1106", contract=Contract.FIXED_TERM, remote=True)
CASES: dict[str, tuple[Sought, Offered]] = {
    "all_there": (
        SALES,
        Offered(
            occupations=("D1106",),
            skills=SKILLS,
            contracts=frozenset({Contract.OPEN_ENDED}),
            full_time=True,
            available_from=date(2027, 2, 1),
            languages=frozenset({"en", "it"}),
            conditions={Condition.SATURDAYS: True, Condition.SUNDAYS: True},
            licences={Licence.HACCP: True},
            experience_months=36,
            travel=Travel(length=4.2, limit=20),
        ),
    ),
    "seven_of_nine": (
        SALES,
        Offered(
            occupations=("D1505",),
            skills=SKILLS - {"closing", "cutting"},
            lacks=frozenset({"closing"}),
            contracts=frozenset({Contract.FIXED_TERM}),
            full_time=True,
            available_from=date(2027, 3, 2),
            languages_lacking=frozenset({"en"}),
            conditions={Condition.SATURDAYS: True, Condition.SUNDAYS: False},
            experience_months=6,
            travel=Travel(length=23.4, limit=20),
        ),
    ),
    "nothing_known": (SALES, Offered()),
    "much_refused": (
        SALES,
        Offered(
            occupations=("G1602",),
            lacks=SKILLS,
            contracts_refused=frozenset({Contract.OPEN_ENDED}),
            full_time=False,
            part_time=True,
            available_from=date(2027, 6, 15),
            languages_lacking=frozenset({"en"}),
            conditions={Condition.SATURDAYS: False, Condition.SUNDAYS: False},
            licences={Licence.HACCP: False},
            experience_months=0,
            travel=Travel(length=61, limit=15),
        ),
    ),
    "nothing_asked_and_remote": (BARE, Offered(occupations=("D1106",), contracts=frozenset({Contract.FIXED_TERM}))),
    "a_step_up_by_train": (
        Sought(
            occupation="D1106",
            evolution=frozenset({"D1507"}),
            skills_required=frozenset({"cash", "hygiene"}),
            skills_wished=frozenset({"advising"}),
            contract=Contract.APPRENTICESHIP,
            weekly_hours=24.5,
            starts_on=date(2027, 9, 1),
            licences=frozenset({Licence.DRIVING_B, Licence.CACES_1}),
            experience_months=1,
        ),
        Offered(
            occupations=("D1507",),
            skills=frozenset({"hygiene"}),
            contracts=frozenset({Contract.APPRENTICESHIP}),
            full_time=True,
            available_from=date(2027, 9, 20),
            licences={Licence.DRIVING_B: True, Licence.CACES_1: False},
            experience_months=1,
            travel=Travel(length=48, limit=45, unit=Unit.MINUTES),
        ),
    ),
    "languages_and_part_time": (
        Sought(
            occupation="G1602",
            near=frozenset({"D1106"}),
            skills_wished=frozenset({"cutting", "hygiene"}),
            contract=Contract.TEMPORARY,
            weekly_hours=20.0,
            languages=frozenset({"en", "it", "es"}),
            conditions=frozenset({Condition.COLD, Condition.STANDING, Condition.NIGHTS}),
            experience_months=24,
        ),
        Offered(
            occupations=("D1106", "D1505"),
            skills=frozenset({"cutting"}),
            part_time=False,
            full_time=True,
            languages=frozenset({"it"}),
            languages_lacking=frozenset({"es"}),
            conditions={Condition.COLD: True, Condition.STANDING: True},
            travel=Travel(length=20, limit=30),
        ),
    ),
}


def explained(case: str, reader: Reader, language: Language) -> str:
    sought, offered = CASES[case]
    with speaking(language):
        names = {code: said[language == "en"] for code, said in NAMES.items()} | labels()
        lines = [
            f"- {words.sentence(part, names, reader)} ({label(part.verdict.value)})"
            for part in words.told(score(sought, offered).criteria, reader)
        ]
    return "\n".join([f"[{reader.value} {language}]", *lines])


@pytest.mark.parametrize("case", CASES)
def test_an_explanation_reads_as_it_was_reviewed(case: str) -> None:
    said = [explained(case, reader, language) for reader in Reader for language in LANGUAGES]
    assert "\n\n".join(said) + "\n" == (EXPECTED / f"{case}.txt").read_text(encoding="utf-8")


def test_the_sample_is_whole() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(CASES)
    assert len(CASES) * len(Reader) * len(LANGUAGES) >= 40
