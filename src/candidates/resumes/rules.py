"""What a résumé's lines may be: a job's title, a language, a licence."""

import re
from typing import Literal

from kit.text import folded
from reference.terms import Licence

LONGEST_TITLE, MOST_TITLES = 8, 40
Language = Literal["en", "es", "it", "de", "ar", "pt", "ru", "zh"]
_LANGUAGES: dict[Language, str] = {
    "en": r"anglais|english",
    "es": r"espagnol|spanish|espanol",
    "it": r"italien|italian|italiano",
    "de": r"allemand|german|deutsch",
    "ar": r"arabe|arabic",
    "pt": r"portugais|portuguese|portugues",
    "ru": r"russe|russian",
    "zh": r"chinois|chinese|mandarin",
}
_LICENCES = {
    Licence.DRIVING_B: r"permis( de conduire)? ([a-z] )*b|driving licen[cs]e( b)?",
    Licence.DRIVING_C: r"permis (b )?c|permis poids lourd",
    Licence.DRIVING_CE: r"permis (c )?(ce|ec)|super poids lourd",
    Licence.DRIVING_D: r"permis (b )?d",
    Licence.CACES_1: r"caces (r489 )?(1[ab]?|([a-z]* ?\d )*1[ab]?)",
    Licence.CACES_3: r"caces (r489 )?([a-z]* ?\d[ab]? )*3",
    Licence.CACES_5: r"caces (r489 )?([a-z]* ?\d[ab]? )*5",
    Licence.ELECTRICAL: r"habilitation (electrique|electriques|b0|br|h0)",
    Licence.FIRST_AID: r"sst|sauveteur secouriste|first aid",
    Licence.HACCP: r"haccp",
    Licence.SECURITY_CARD: r"carte (pro|professionnelle)( d)?( e)?( agent)?|cnaps",
    Licence.FIRE_SAFETY: r"ssiap( 1)?",
}


def titles(said: str) -> list[str]:
    """Return the lines, and parts of lines, that are short enough to be a job's title; forty at most, in order."""
    parts = (part.strip(" \t•*·-–—|,.") for line in said.splitlines() for part in re.split(r"\s[-–—|:]\s|\t|, ", line))
    short = (part for part in parts if 0 < len(part.split()) <= LONGEST_TITLE and re.search(r"[^\W\d_]{3}", part))
    return [*dict.fromkeys(short)][:MOST_TITLES]


def languages(said: str) -> list[Language]:
    """Return the codes of the languages that a text names, in a fixed order."""
    return [code for code, words in _LANGUAGES.items() if _names(said, words)]


def licences(said: str) -> list[Licence]:
    """Return the licences and permits that a text names, in a fixed order."""
    return [licence for licence, words in _LICENCES.items() if _names(said, words)]


def _names(said: str, words: str) -> bool:
    return re.search(rf"\b({words})\b", folded(said)) is not None
