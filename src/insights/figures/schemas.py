"""What goes in and out about a campaign's figures."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from events.campaigns.models import CampaignStatus
from events.campaigns.schemas import Recruited


class LinkForm(msgspec.Struct, kw_only=True):
    """A link for somebody outside, until a day."""

    given_to: Annotated[str, msgspec.Meta(min_length=1, max_length=160, examples=["Mairie de Cagnes-sur-Mer"])]
    expires_on: Annotated[date, msgspec.Meta(examples=["2027-06-30"])]


class LinkCard(msgspec.Struct, frozen=True, kw_only=True):
    """A link in the list: for whom, who made it, and when it was last opened; its secret is not kept."""

    id: UUID
    given_to: str
    made_by: str
    made_at: datetime
    expires_on: date
    ended_at: datetime | None
    opened_at: datetime | None
    opened: int
    works: bool


class LinkMade(msgspec.Struct, frozen=True, kw_only=True):
    """The address of a new link, shown this once."""

    id: UUID
    address: str


class People(msgspec.Struct, frozen=True, kw_only=True):
    """How many people came how far; None is hidden, because it could point to one person."""

    invited: int | None
    registered: int | None
    booked: int | None
    held: int | None
    hired: int | None


class CampaignFigures(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign in figures, without a name; ``people`` counts each person once."""

    name: str
    host_name: str
    place: str
    starts_on: date
    opens_on: date | None
    ends_on: date
    status: CampaignStatus
    at: datetime
    target_posts: int
    target_hires: int
    posts: int
    open_posts: int
    companies: int
    events: int
    people: People
    occupations: list[Recruited]
