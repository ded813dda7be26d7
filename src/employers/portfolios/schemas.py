"""What goes in and out about portfolios."""

from typing import Annotated
from uuid import UUID

import msgspec

from employers.companies.models import ServiceLevel
from employers.companies.schemas import CompanyCard

Reason = Annotated[str, msgspec.Meta(min_length=3, max_length=400, examples=["The town looks after the mall itself."])]


class LevelForm(msgspec.Struct, kw_only=True):
    """The service level that a company gets, and why."""

    service_level: ServiceLevel
    reason: Reason


class HandOverForm(msgspec.Struct, kw_only=True):
    """Companies that another adviser answers for from now on: those that are named, or all of ``from_id``'s.

    ``seen`` is what the look at it returned: with it only what was shown is done.
    """

    to_id: UUID
    reason: Reason
    company_ids: tuple[UUID, ...] = ()
    from_id: UUID | None = None
    seen: str = ""


class HandOverLook(msgspec.Struct, frozen=True, kw_only=True):
    """What a hand-over would do; nothing is done yet."""

    companies: list[CompanyCard]
    recruiters: int
    to_id: UUID
    to: str
    seen: str


class HandedOver(msgspec.Struct, frozen=True, kw_only=True):
    """What a hand-over did."""

    companies: int
    recruiters: int
