"""Texts in the letters of GSM 03.38: one that holds another letter costs more than twice as much."""

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€")  # each counts twice
TYPOGRAPHIC = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "œ": "oe",
        "Œ": "OE",
        "Ł": "L",
        "ł": "l",
        "Đ": "D",
        "đ": "d",
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
    }
)


def gsm(text: str) -> str:
    """Return the text in letters that a text message holds: "ê" becomes "e", what has no likeness is left out."""
    plain = "".join(_letter(one) for one in text.translate(TYPOGRAPHIC))
    return " ".join(plain.split())


def septets(text: str) -> int:
    """Return how much room a text takes: 160 are one message, 306 are two."""
    return sum(2 if one in EXTENDED else 1 for one in text)


def _letter(one: str) -> str:
    if one in BASIC or one in EXTENDED:
        return one
    return "".join(part for part in unicodedata.normalize("NFKD", one) if part in BASIC)
