"""What the sign-in forms take."""

from typing import Annotated
from uuid import UUID

import msgspec

from accounts.people.schemas import Email


class AskForm(msgspec.Struct, kw_only=True):
    """Please write to me."""

    email: Email
    next: str = ""


class CodeForm(msgspec.Struct, kw_only=True):
    """The six digits from the letter."""

    ticket: UUID
    code: Annotated[str, msgspec.Meta(pattern=r"^\s*(\d\s*){6}$")]
    next: str = ""
