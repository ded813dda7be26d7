"""Licences and permits as people write them: "permis B", "CACES 3", "habilitation électrique", "first aid"."""

import re

from kit.text import folded
from reference.terms import Licence

_PATTERNS = tuple(
    (re.compile(rf"\b(?:{words})\b"), licence)
    for words, licence in (
        (r"(?:permis|licen[cs]e|driving) b|^b$|^b vehicule", Licence.DRIVING_B),
        (r"(?:permis|licen[cs]e|driving) c1?|^c1?$|^c1? (?:poids|vehicule)", Licence.DRIVING_C),
        (r"(?:permis|licen[cs]e|driving) (?:ce|ec|c e)|^(?:ce|ec)$|^(?:ce|ec) |super lourd", Licence.DRIVING_CE),
        (r"(?:permis|licen[cs]e|driving) d|^d$|^d (?:transport|vehicule)", Licence.DRIVING_D),
        (r"caces(?: r ?489)?(?: categorie| cat| category)? ?1[ab]?", Licence.CACES_1),
        (r"caces(?: r ?489)?(?: categorie| cat| category)? ?3", Licence.CACES_3),
        (r"caces(?: r ?489)?(?: categorie| cat| category)? ?5", Licence.CACES_5),
        (r"habilitations? electriques?|electrical(?: habilitation)?", Licence.ELECTRICAL),
        (r"sst|secouristes?|first aid|psc ?1", Licence.FIRST_AID),
        (r"haccp|hygiene alimentaire|food hygiene", Licence.HACCP),
        (
            r"carte (?:pro|professionnelle)(?: de)? (?:securite|cnaps)(?: privee)?|cnaps",
            Licence.SECURITY_CARD,
        ),
        (r"security card|card of private security", Licence.SECURITY_CARD),
        (r"ssiap(?: ?[123])?|fire safety", Licence.FIRE_SAFETY),
    )
)


def meant(text: str) -> list[Licence]:
    """Return the licences that a text names, one after the other; words that name none are left out."""
    found: dict[Licence, None] = {}
    for part in re.split(r"[,;/\n]", text):
        plain = folded(part).strip()
        code = {licence for licence in Licence if folded(licence.value) == plain}
        found |= dict.fromkeys(code or {licence for pattern, licence in _PATTERNS if pattern.search(plain)})
    return sorted(found, key=list(Licence).index)
