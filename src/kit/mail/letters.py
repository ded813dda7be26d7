"""A letter, and how to write one from its three templates."""

from typing import Any

import msgspec

from kit import templates
from kit.i18n import Language, speaking
from kit.sms.texts import gsm

SUBJECT = 89  # letters; what a list of letters shows at most


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that is ready to go; ``method`` says what its calendar part asks for.

    ``short`` is the letter as a text message, for who has no address.
    """

    to: str
    language: Language
    subject: str
    text: str
    html: str
    calendar: bytes | None = None
    method: str | None = None
    short: str | None = None


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
    """Write the letter that lies in *folder* (subject.txt, body.txt, body.html) in the reader's language.

    For who has no address its short form (sms.txt) is written too, if the folder has one.
    """
    with speaking(language):
        subject, text, html = (
            templates.render(f"{folder}/{part}", **context).strip() for part in ("subject.txt", "body.txt", "body.html")
        )
        short = None if to else _short(f"{folder}/sms.txt", context)
    return Letter(
        to=to,
        language=language,
        subject=_fitted(" ".join(subject.split())),
        text=text + "\n",
        html=html,
        calendar=calendar,
        method=method,
        short=short,
    )


def _fitted(subject: str) -> str:
    """Cut a subject that a list of letters would not show whole."""
    return subject if len(subject) <= SUBJECT else f"{subject[: SUBJECT - 1].rstrip()}…"


def _short(template: str, context: dict[str, Any]) -> str | None:
    return gsm(templates.render(template, **context)) if templates.exists(template) else None
