"""What goes in and out about contacts."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from employers.contacts.models import ContactKind


class ContactForm(msgspec.Struct, kw_only=True):
    """A contact as an adviser notes it; a reason where the company had its contacts of the month already."""

    kind: ContactKind
    note: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    override_reason: Annotated[str, msgspec.Meta(max_length=400)] = ""


class CapForm(msgspec.Struct, kw_only=True):
    """How many contacts a company gets in a month; the territory only where somebody has several."""

    most: Annotated[int, msgspec.Meta(ge=1, le=50)]
    territory_id: UUID | None = None


class CapView(msgspec.Struct, frozen=True, kw_only=True):
    """The cap of a territory."""

    territory_id: UUID
    territory: str
    most: int


class ContactView(msgspec.Struct, frozen=True, kw_only=True):
    """One contact."""

    at: datetime
    by: str
    kind: ContactKind
    note: str
    override_reason: str | None


class ContactsView(msgspec.Struct, frozen=True, kw_only=True):
    """The contacts of a company, the latest first, with how many of this month's are used."""

    this_month: int
    most: int
    next_on: date
    contacts: list[ContactView]

    @property
    def full(self) -> bool:
        """Say whether a further contact needs a reason."""
        return self.this_month >= self.most
