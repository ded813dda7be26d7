"""A letter, and how to write one from its three templates."""

from typing import Any

import msgspec

from kit import templates
from kit.i18n import Language, speaking


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that is ready to go; ``method`` says what its calendar part asks for."""

    to: str
    language: Language
    subject: str
    text: str
    html: str
    calendar: bytes | None = None
    method: str | None = None


def write(
    folder: str,
    /,
    *,
    to: str,
    language: Language,
    calendar: bytes | None = None,
    method: str | None = None,
    **context: Any,
) -> Letter:
    """Write the letter that lies in *folder* (subject.txt, body.txt, body.html) in the reader's language."""
    with speaking(language):
        subject, text, html = (
            templates.render(f"{folder}/{part}", **context).strip() for part in ("subject.txt", "body.txt", "body.html")
        )
    return Letter(
        to=to,
        language=language,
        subject=" ".join(subject.split()),
        text=text + "\n",
        html=html,
        calendar=calendar,
        method=method,
    )
