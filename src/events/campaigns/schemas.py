"""What goes in and out about campaigns."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from employers.companies.schemas import PlaceText
from employers.needs.schemas import NeedCard
from events.campaigns.models import CampaignStatus, HostKind
from events.campaigns.rules import LONGEST_SLUG, Missing
from events.planning.models import Phase
from events.programme.schemas import EventCard

Many = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class CampaignForm(msgspec.Struct, kw_only=True):
    """A campaign as an adviser writes it; without an address of its own it gets one from its name."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=160, examples=["Ouverture de Polygone Azur"])]
    host_kind: HostKind
    host_name: Annotated[str, msgspec.Meta(min_length=1, max_length=160, examples=["Socri Reim"])]
    place: PlaceText
    starts_on: Annotated[date, msgspec.Meta(examples=["2027-03-01"])]
    ends_on: Annotated[date, msgspec.Meta(examples=["2027-05-31"])]
    slug: Annotated[str, msgspec.Meta(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=LONGEST_SLUG)] = ""
    host_contact: Annotated[str, msgspec.Meta(max_length=300)] = ""
    adviser_id: UUID | None = None
    opens_on: date | None = None
    target_posts: Many = 0
    target_hires: Many = 0
    description: Annotated[str, msgspec.Meta(max_length=4000)] = ""


class CampaignStepForm(msgspec.Struct, kw_only=True):
    """Open a campaign to the public, close it, or open it again."""

    status: CampaignStatus


class CampaignCard(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign in a list; ``posts`` are those of its needs that were not withdrawn."""

    id: UUID
    name: str
    slug: str
    host_kind: HostKind
    host_name: str
    place: str
    adviser: str
    starts_on: date
    opens_on: date | None
    ends_on: date
    status: CampaignStatus
    events: int
    companies: int
    posts: int
    target_posts: int
    target_hires: int


class CompanyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A company in a campaign, through its needs."""

    id: UUID
    name: str
    needs: int
    posts: int
    open_posts: int
    stands: int
    recruiters: int


class CampaignEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event in a campaign, with its phase and the Monday of its week."""

    phase: Phase
    week: date
    card: EventCard


class CampaignView(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign, whole, as advisers see it."""

    card: CampaignCard
    host_contact: str
    description: str
    open_posts: int
    events: list[CampaignEvent]
    companies: list[CompanyRow]
    missing: list[Missing]

    @property
    def weeks(self) -> list[date]:
        """The Mondays of the weeks in which something happens, in order."""
        return sorted({event.week for event in self.events})

    def at(self, week: date, phase: Phase) -> list[EventCard]:
        """Return the events of a phase in a week."""
        return [event.card for event in self.events if event.week == week and event.phase == phase]


class Recruited(msgspec.Struct, frozen=True, kw_only=True):
    """An occupation that a campaign recruits for, with the posts that are open."""

    code: str
    occupation: str
    posts: int
    companies: int


class PublicCampaign(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign as everybody may read it: nobody is named."""

    name: str
    slug: str
    host_kind: HostKind
    host_name: str
    place: str
    starts_on: date
    opens_on: date | None
    ends_on: date
    status: CampaignStatus
    description: str
    posts: int
    companies: list[str]
    occupations: list[Recruited]
    events: list[CampaignEvent]


class CampaignNeedCard(msgspec.Struct, frozen=True, kw_only=True):
    """A need in a campaign, under its reference."""

    reference: str
    need: NeedCard
