"""Tables of the campaigns."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.database import Model


class HostKind(StrEnum):
    """Who is behind a campaign."""

    DEVELOPER = "developer"
    TOWN = "town"
    OTHER = "other_host"


class CampaignStatus(StrEnum):
    """Where a campaign is on its way; everybody may read the page of one that is not a draft."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Campaign(Model):
    """A host's hiring drive above several events; ``opens_on`` is the day the mall opens its doors."""

    __tablename__ = "campaign"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_start"),)

    name: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True)
    host_kind: Mapped[HostKind]
    host_name: Mapped[str]
    host_contact: Mapped[str] = mapped_column(default="")
    place_code: Mapped[str]
    territory_id: Mapped[UUID] = mapped_column(ForeignKey("territory.id"), index=True)
    adviser_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    starts_on: Mapped[date]
    opens_on: Mapped[date | None]
    ends_on: Mapped[date]
    target_posts: Mapped[int] = mapped_column(default=0)
    target_hires: Mapped[int] = mapped_column(default=0)
    description: Mapped[str] = mapped_column(default="")
    status: Mapped[CampaignStatus] = mapped_column(default=CampaignStatus.DRAFT, index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class CampaignNeed(Model):
    """A need belongs to one campaign at most; ``reference`` is what the campaign's workbook calls it."""

    __tablename__ = "campaign_need"
    __table_args__ = (UniqueConstraint("campaign_id", "reference"),)

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    need_id: Mapped[UUID] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), unique=True)
    reference: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
