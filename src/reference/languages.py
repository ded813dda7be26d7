"""Languages as people write them, in French and English."""

import re

from kit.text import folded
from reference.labels import LANGUAGES_ASKED

_FRENCH = ("anglais", "espagnol", "italien", "allemand", "arabe", "portugais", "russe", "chinois")
_ENGLISH = ("english", "spanish", "italian", "german", "arabic", "portuguese", "russian", "chinese")
_CODES = dict(zip(_FRENCH, LANGUAGES_ASKED, strict=True)) | dict(zip(_ENGLISH, LANGUAGES_ASKED, strict=True))


def spoken(text: str) -> list[str]:
    """Return the codes of the languages that a cell names, besides French; others are left out."""
    words = [folded(part).strip() for part in re.split(r"[,;/\n]", text)]
    codes = [_CODES.get(word, word) for word in words]
    return [*dict.fromkeys(code for code in codes if code in LANGUAGES_ASKED)]
