"""From a title to its words, and from a word to the features that stand for it.

A word that was never seen still shares its stem and its pieces of three to five letters with others: that is how
typos, feminine forms and abbreviations are forgiven.
"""

import re
import unicodedata

import Stemmer

_GENDER = re.compile(r"\(?\b[hfmx]\s*/\s*[hfmx](\s*/\s*[hfmxd])?\b\)?", re.IGNORECASE)
_AROUND = re.compile(
    r"\b(cdi|cdd|int[ée]rim|alternance|apprentissage|temps\s+(plein|partiel|complet)|urgent|\d+\s*h\d*"
    r"|\d{5}|\d+\s*(mois|ans|postes?)|poste\s+[àa]\s+pourvoir)\b|^\W*(recrute|recherche)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z0-9+#]+")
_ARTICLES = "a au aux avec chez ce ces dans de des du d l le la les en et ou par pour sur sous un une h f x m hf fh n"
_EMPTY = frozenset(_ARTICLES.split())
_SHORTEST, _LONGEST = 3, 5
_stem = Stemmer.Stemmer("french").stemWord


def plain(text: str) -> str:
    """Return the text in lower case without accents, whatever way they were written."""
    apart = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Return the words of a title that say something: no "(h/f)", no articles unless nothing else is there."""
    found: list[str] = _WORD.findall(plain(_GENDER.sub(" ", text)))
    return [word for word in found if word not in _EMPTY] or found


def job(title: str) -> str:
    """Return an offer's title without what stands around the job: contract, hours, postcode, "urgent"."""
    bare = _AROUND.sub(" ", title)
    return bare if words(bare) else title


def first(word: str) -> str:
    """Return the feature of a title's first word: in French it names the trade."""
    return f"^{_stem(word)}"


def features(word: str) -> list[str]:
    """Return the features of a word: itself, its stem, and its pieces of three to five letters."""
    framed = f"<{word}>"
    pieces = [
        framed[start : start + length]
        for length in range(_SHORTEST, _LONGEST + 1)
        for start in range(len(framed) - length + 1)
    ]
    return ["=" + word, "~" + _stem(word), *pieces]


def forms(label: str) -> list[str]:
    """Return a label and, where it is written "Serveur / Serveuse de bar", each of its two forms, whole."""
    parts = [part.split() for part in label.split("/")]
    if len(parts) != 2 or not all(parts):  # noqa: PLR2004 - a pair
        return [label]
    left, right = parts
    return [label, " ".join([*left, *right[len(left) :]]), " ".join(right)]
