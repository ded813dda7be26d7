"""What goes in and out about needs."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec

from employers.companies.schemas import PlaceText
from employers.needs.models import NeedStatus
from reference.terms import Condition, Contract, Format, Licence, PayPeriod
from reference.titles.schemas import SkillFound

OccupationText = Annotated[str, msgspec.Meta(min_length=1, max_length=160, examples=["Cuisinier / Cuisinière (G1609)"])]
Posts = Annotated[int, msgspec.Meta(ge=1, le=2000, examples=[2])]
Months = Annotated[int, msgspec.Meta(ge=1, le=60)]
Hours = Annotated[float, msgspec.Meta(ge=1, le=80)]
Pay = Annotated[float, msgspec.Meta(ge=0, le=1_000_000)]


class NeedForm(msgspec.Struct, kw_only=True):
    """A need as it is stated; occupation, posts, contract and place are all it takes."""

    occupation: OccupationText
    posts: Posts
    contract: Contract
    place: PlaceText
    title: Annotated[str, msgspec.Meta(max_length=160)] = ""
    months: Months | None = None
    hours: Hours | None = None
    pay_from: Pay | None = None
    pay_to: Pay | None = None
    pay_period: PayPeriod = PayPeriod.MONTH
    starts_on: date | None = None
    description: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    experience_months: Annotated[int, msgspec.Meta(ge=0, le=600)] = 0
    skills_required: tuple[str, ...] = ()
    skills_wished: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    language_reason: Annotated[str, msgspec.Meta(max_length=400)] = ""
    conditions: tuple[Condition, ...] = ()
    licences: tuple[Licence, ...] = ()
    remote: bool = False
    formats: tuple[Format, ...] = (Format.ON_SITE,)
    no_cv: bool = False


class StepForm(msgspec.Struct, kw_only=True):
    """The next step of a need; a reason where the publication check objects."""

    status: NeedStatus
    override_reason: Annotated[str, msgspec.Meta(max_length=400)] = ""


class SkillsForm(msgspec.Struct, kw_only=True):
    """Skills that a need asks for from now on: required, or only wished."""

    skills: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=40)]
    required: bool = False


class NeedCard(msgspec.Struct, frozen=True, kw_only=True):
    """A need in a list."""

    id: UUID
    company_id: UUID
    company: str
    title: str
    occupation: str
    posts: int
    contract: Contract
    place: str
    status: NeedStatus


class RemarkView(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the publication check found."""

    field: str
    message: str


class ChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """One step that a need took."""

    at: datetime
    by: str
    status: NeedStatus
    reason: str


class NeedView(msgspec.Struct, frozen=True, kw_only=True):
    """A need, whole."""

    card: NeedCard
    months: int | None
    hours: Decimal | None
    pay_from: Decimal | None
    pay_to: Decimal | None
    pay_period: PayPeriod
    starts_on: date | None
    description: str
    experience_months: int
    skills_required: list[str]
    skills_wished: list[str]
    skills_read: list[SkillFound]
    languages: list[str]
    language_reason: str
    conditions: list[Condition]
    licences: list[Licence]
    remote: bool
    formats: list[Format]
    no_cv: bool
    remarks: list[RemarkView]
    override_reason: str | None
    changes: list[ChangeView]
    next_steps: list[NeedStatus]
    may_change: bool
    adviser: str
    covered_by: str | None
