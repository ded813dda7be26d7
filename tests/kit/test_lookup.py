import pytest

from kit.lookup import Entry, Lookup

INDEX = Lookup(
    [
        Entry("G1609", "Cuisinier / Cuisinière"),
        Entry("G1609", "Cuisinier / Cuisinière de restaurant"),
        Entry("G1602", "Commis / Commise de cuisine"),
        Entry("D1505", "Hôte / Hôtesse de caisse"),
        Entry("06029", "Cannes (06150, 06400)", 73_255),
        Entry("06030", "Le Cannet (06110)", 41_000),
    ]
)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("cuisiniere", "G1609"),
        ("CUISINIER", "G1609"),
        ("cuisnier", "G1609"),
        ("hotesse caisse", "D1505"),
        ("hôte de caise", "D1505"),
        ("canne", "06029"),
        ("06110", "06030"),
        ("commis", "G1602"),
    ],
)
def test_accents_case_typos_and_beginnings_are_forgiven(typed: str, key: str) -> None:
    assert INDEX.find(typed)[0].entry.key == key


def test_each_key_is_found_once() -> None:
    keys = [hit.entry.key for hit in INDEX.find("cuisinier")]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("typed", ["", "  ", "?!"])
def test_nothing_typed_finds_nothing(typed: str) -> None:
    assert INDEX.find(typed) == []


def test_words_that_name_nothing_find_nothing() -> None:
    assert INDEX.find("xyzzyqqq") == []
