"""What goes in and out about companies."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from accounts.people.schemas import Email, Name
from employers.companies.models import ServiceLevel, Size

PlaceText = Annotated[str, msgspec.Meta(min_length=1, max_length=120, examples=["Cagnes-sur-Mer (06800)"])]


class CompanyForm(msgspec.Struct, kw_only=True):
    """A company as an adviser registers it."""

    name: Name
    siret: Annotated[str, msgspec.Meta(max_length=20, examples=["732 829 320 00074"])] = ""
    no_siret_reason: Annotated[str, msgspec.Meta(max_length=200)] = ""
    activity: Annotated[str, msgspec.Meta(max_length=120, examples=["Restauration traditionnelle"])] = ""
    place: PlaceText
    size: Size = Size.MICRO


class RecruiterForm(msgspec.Struct, kw_only=True):
    """A colleague who will meet people."""

    name: Name
    email: Email


class RecruiterCard(msgspec.Struct, frozen=True, kw_only=True):
    """A recruiter of a company; without an id, somebody who was asked and has not said yes yet."""

    id: UUID | None
    name: str
    email: str | None


class CompanyCard(msgspec.Struct, frozen=True, kw_only=True):
    """A company in a list."""

    id: UUID
    name: str
    activity: str
    place: str
    adviser: str
    service_level: ServiceLevel


class CompanyChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """A company got another service level or another adviser."""

    at: datetime
    by: str
    service_level: ServiceLevel | None
    adviser: str | None
    reason: str


class CompanyView(msgspec.Struct, frozen=True, kw_only=True):
    """A company with its people; ``changes`` are for the desk alone."""

    id: UUID
    name: str
    siret: str | None
    no_siret_reason: str | None
    activity: str
    place: str
    size: Size
    adviser: str
    covered_by: str | None
    covered_until: date | None
    service_level: ServiceLevel
    changes: list[CompanyChangeView]
    recruiters: list[RecruiterCard]
