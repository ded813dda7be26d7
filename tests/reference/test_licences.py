"""Licences and languages as people write them."""

import pytest

from reference.languages import spoken
from reference.licences import meant
from reference.terms import Licence


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Permis B", [Licence.DRIVING_B]),
        ("B - Véhicule léger", [Licence.DRIVING_B]),
        ("permis B, permis C ; SST", [Licence.DRIVING_B, Licence.DRIVING_C, Licence.FIRST_AID]),
        ("C1 - Poids lourd / CE - Super lourd", [Licence.DRIVING_C, Licence.DRIVING_CE]),
        ("driving licence D", [Licence.DRIVING_D]),
        ("CACES R489 catégorie 3", [Licence.CACES_3]),
        ("CACES 1, CACES 5", [Licence.CACES_1, Licence.CACES_5]),
        ("habilitation électrique B0", [Licence.ELECTRICAL]),
        (
            "HACCP; carte professionnelle de sécurité; SSIAP 1",
            [Licence.HACCP, Licence.SECURITY_CARD, Licence.FIRE_SAFETY],
        ),
        ("driving_b\nfirst_aid", [Licence.DRIVING_B, Licence.FIRST_AID]),
        ("B2 anglais, bac pro, débutant", []),
        ("", []),
    ],
)
def test_licences_are_read_as_people_write_them(written: str, expected: list[Licence]) -> None:
    assert meant(written) == expected


def test_languages_are_read_in_both_languages() -> None:
    assert spoken("Anglais, italien; English / French") == ["en", "it"]
    assert spoken("es") == ["es"]
