"""What goes in and out about partners."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from accounts.people.schemas import Email, Name
from employers.needs.schemas import NeedCard
from events.campaigns.schemas import CampaignEvent
from events.partners.models import PartnerKind, Scope


class PartnerForm(msgspec.Struct, kw_only=True):
    """The mandate of an organisation in a campaign."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=160, examples=["Mission locale Antipolis"])]
    kind: PartnerKind
    from_on: Annotated[date, msgspec.Meta(examples=["2027-03-01"])]
    until_on: Annotated[date, msgspec.Meta(examples=["2027-05-31"])]
    scopes: tuple[Scope, ...] = ()


class PartnerPersonForm(msgspec.Struct, kw_only=True):
    """Somebody of a partner who is asked to follow the campaign."""

    name: Name
    email: Email


class PartnerPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of a partner; without an id, somebody who was asked and has not said yes yet."""

    id: UUID | None
    name: str
    email: str | None


class PartnerCard(msgspec.Struct, frozen=True, kw_only=True):
    """A partner of a campaign, with its people."""

    id: UUID
    name: str
    kind: PartnerKind
    scopes: list[Scope]
    from_on: date
    until_on: date
    revoked: bool
    works: bool
    people: list[PartnerPerson]


class MandateCard(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign as one of its partners finds it in their list."""

    id: UUID
    partner: str
    campaign: str
    place: str
    starts_on: date
    ends_on: date
    until_on: date
    scopes: list[Scope]


class MandateView(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign as one of its partners sees it; what the mandate does not allow is None."""

    card: MandateCard
    description: str
    events: list[CampaignEvent] | None
    needs: list[NeedCard] | None
