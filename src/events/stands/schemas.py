"""What goes in about stands."""

from typing import Annotated
from uuid import UUID

import msgspec

from employers.needs.schemas import NeedCard


class StandForm(msgspec.Struct, kw_only=True):
    """A company's stand: it recruits for the company's open needs."""

    company_id: UUID
    tables: Annotated[int, msgspec.Meta(ge=1, le=50)] = 1


class StandView(msgspec.Struct, frozen=True, kw_only=True):
    """A stand with the needs it recruits for."""

    id: UUID
    company: str
    tables: int
    needs: list[NeedCard]
