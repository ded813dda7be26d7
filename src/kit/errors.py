"""The ways a request can be refused, before anybody thinks of HTTP.

* Refusal
  - NotSignedIn
  - NotFound
  - Forbidden
  - Conflict
  - Invalid
  - TooMany
"""

import re
from typing import Any, ClassVar

from kit.i18n import gettext


class Refusal(Exception):
    """A rule of the house said no; the sentence is meant for the person who asked.

    ``message`` is a gettext key and ``details`` fill it in; ``way_out`` is a link to what can be
    done next.
    """

    message = "This is not possible."
    kind: ClassVar[str] = "refusal"

    def __init_subclass__(cls) -> None:
        """Give each kind of refusal its stable name for programs: ``SlotTaken`` is ``slot-taken``."""
        super().__init_subclass__()
        if "kind" not in cls.__dict__:
            cls.kind = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def __init__(self, *, way_out: str | None = None, **details: Any) -> None:
        super().__init__(self.message)
        self.details = details
        self.way_out = way_out

    def sentence(self) -> str:
        """Return the message in the language of whoever reads now."""
        return gettext(self.message) % self.details if self.details else gettext(self.message)


class NotSignedIn(Refusal):
    """Only a person who is signed in may see this."""

    message = "Please sign in to see this page."


class NotFound(Refusal):
    """What was asked for does not exist, or not for this person."""

    message = "This page does not exist, or is not yours to see."


class Forbidden(Refusal):
    """The person may not do that."""

    message = "You may not do this."


class Conflict(Refusal):
    """Somebody else was faster, or the thing has moved on."""


class TooMany(Refusal):
    """Asked too often; ``seconds`` says when to come back."""

    message = "Too many attempts. Please wait %(minutes)s minutes and try again."


class Invalid(Refusal):
    """What was typed in cannot be used; ``field`` names the place to mend."""

    field = ""

    def __init__(self, *, field: str | None = None, **details: Any) -> None:
        super().__init__(**details)
        self.field = field or self.field

    def errors(self) -> dict[str, str]:
        """Return one sentence for each field that must be mended."""
        return {self.field: self.sentence()}
