"""What goes in and out about candidates."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from accounts.people.schemas import Email, Name
from candidates.profiles.models import Hours, Support
from kit.i18n import Language
from reference.terms import Condition, Contract, Licence, Source

LEAVE = "leave the preselection"  # what the link in letters is signed for
Text = Annotated[str, msgspec.Meta(max_length=160)]
PlaceText = Annotated[str, msgspec.Meta(min_length=1, max_length=120, examples=["Antibes (06160)"])]


class ProfileForm(msgspec.Struct, kw_only=True):
    """What a candidate can do, wants, and accepts; a field that ends in ``_no`` is what was asked and denied."""

    occupation: Annotated[str, msgspec.Meta(min_length=1, max_length=160, examples=["Cuisinier / Cuisinière (G1609)"])]
    occupation_2: Text = ""
    place: PlaceText
    radius_km: Annotated[int, msgspec.Meta(ge=1, le=200)] = 20
    experience_months: Annotated[int, msgspec.Meta(ge=0, le=600)] | None = None
    travel_minutes: Annotated[int, msgspec.Meta(ge=1, le=240)] | None = None
    skills: tuple[str, ...] = ()
    skills_no: tuple[str, ...] = ()
    contracts: tuple[Contract, ...] = ()
    contracts_no: tuple[Contract, ...] = ()
    hours: Hours | None = None
    available_from: date | None = None
    languages: tuple[str, ...] = ()
    languages_no: tuple[str, ...] = ()
    licences_yes: tuple[Licence, ...] = ()
    licences_no: tuple[Licence, ...] = ()
    conditions_yes: tuple[Condition, ...] = ()
    conditions_no: tuple[Condition, ...] = ()
    preselect: bool = False


class NewCandidateForm(ProfileForm, kw_only=True):
    """A candidate whom an adviser or a helper registers; an e-mail is not needed."""

    name: Name
    email: Email | Literal[""] = ""
    phone: Annotated[str, msgspec.Meta(max_length=30)] = ""
    language: Language = "fr"


class CompanionForm(msgspec.Struct, kw_only=True):
    """Whether the candidate's helper comes along to interviews: a plan then has them free too."""

    helper_id: UUID
    comes_along: bool


class HelperView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may act for a candidate."""

    id: UUID
    name: str
    comes_along: bool


class SupportForm(msgspec.Struct, kw_only=True):
    """How much support a candidate gets."""

    support: Support


class PreselectionForm(msgspec.Struct, kw_only=True):
    """Whether the score may put a candidate on lists."""

    preselect: bool = False


class CandidateCard(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate in a list."""

    id: UUID
    name: str
    place: str
    occupations: list[str]
    has_email: bool


class CandidateView(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate, whole."""

    card: CandidateCard
    email: str | None
    phone: str | None
    radius_km: int
    experience_months: int | None
    travel_minutes: int | None
    skills: list[str]
    skills_no: list[str]
    contracts: list[Contract]
    contracts_no: list[Contract]
    hours: Hours | None
    available_from: date | None
    languages: list[str]
    languages_no: list[str]
    licences_yes: list[Licence]
    licences_no: list[Licence]
    conditions_yes: list[Condition]
    conditions_no: list[Condition]
    preselect: bool
    sources: dict[str, Source]
    support: Support
