"""Texts made comparable: no accents, no case, no punctuation."""

import re
import unicodedata


def folded(text: str) -> str:
    """Return the text in lower case without accents, punctuation or double spaces."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae"))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()
