"""Reasons in words: for three readers, in two languages, from the same evidence."""

import re
from datetime import date

from hypothesis import given

from kit.i18n import LANGUAGES, speaking
from matching.scoring.rules import kept, words
from matching.scoring.rules.criteria import Name
from matching.scoring.rules.facts import Offered, Sought, Travel
from matching.scoring.rules.score import score
from matching.scoring.rules.words import Reader
from reference.labels import labels
from tests.matching.facts import OFFERED, SOUGHT, sought
from tests.matching.test_scoring import OLD


def said(wanted: Sought, offered: Offered, reader: Reader, language: str = "en") -> dict[str, str]:
    names = {"a": "Till", "b": "Stock", "c": "Cash closing", "G1602": "Cook"}
    with speaking(language):  # type: ignore[arg-type]
        told = words.told(score(wanted, offered).criteria, reader)
        return {part.name.value: words.sentence(part, names | labels(), reader) for part in told}


@given(SOUGHT, OFFERED)
def test_every_reason_can_be_said_to_everybody_in_both_languages(wanted: Sought, offered: Offered) -> None:
    for reader in Reader:
        for language in LANGUAGES:
            for sentence in said(wanted, offered, reader, language).values():
                assert sentence
                assert not re.search(r"%\(|[{}_]|None|\b(?:True|False)\b|\?", sentence), sentence


@given(SOUGHT, OFFERED)
def test_the_recruiter_is_told_nothing_of_travel(wanted: Sought, offered: Offered) -> None:
    assert set(said(wanted, offered, Reader.RECRUITER)) == {name.value for name in Name} - {"travel"}
    assert set(said(wanted, offered, Reader.ADVISER)) == {name.value for name in Name}


def test_the_sentences_say_what_is_there_and_what_is_missing() -> None:
    offered = Offered(
        occupations=("G1602",),
        skills=frozenset("a"),
        lacks=frozenset("b"),
        experience_months=6,
        travel=Travel(length=27.2, limit=20),
        full_time=True,
        available_from=date(2027, 3, 11),
        languages_lacking=frozenset({"en"}),
    )
    assert said(sought(), offered, Reader.CANDIDATE) == {
        "occupation": "You look for a job close to this one: Cook",
        "skills": "Skills – you have 1 of 3; missing: stock; not said yet: cash closing",
        "experience": "Your experience: 6 months, 12 months asked",
        "travel": "28\N{NO-BREAK SPACE}km from you, further than the 20\N{NO-BREAK SPACE}km you chose",
        "contract": "You have not said whether this contract suits you: Open-ended contract",
        "hours": "The hours suit you: 35 hours a week",
        "dates": "You are free from Thursday 11 March 2027, 10 days after the first day",
        "languages": "Languages – missing: English",
        "conditions": "Conditions – not said yet: works Saturdays",
        "licences": "Licences and permits – not said yet: driving licence B (car)",
    }


def test_rows_of_the_first_version_can_still_be_said() -> None:
    for reader in Reader:
        for language in LANGUAGES:
            with speaking(language):
                for part in map(kept.criterion, OLD):
                    sentence = words.sentence(part, labels() | {"G1602": "Cook"}, reader)
                    assert not re.search(r"%\(|[{}]|None", sentence)
