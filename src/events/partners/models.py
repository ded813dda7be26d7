"""Tables of the partners."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.database import Model


class PartnerKind(StrEnum):
    """What kind of organisation a partner is."""

    LOCAL_MISSION = "local_mission"
    TRAINING = "training"
    ASSOCIATION = "association"
    TOWN = "town"
    DEVELOPER = "developer"
    OTHER = "other_partner"


class Scope(StrEnum):
    """One thing that a partner may do in a campaign; none of them shows a candidate."""

    SEE_EVENTS = "see_events"
    SEE_NEEDS = "see_needs"
    SEE_BOARD = "see_board"


class Partner(Model):
    """The mandate of an organisation in one campaign, from a day to a day, or until it is revoked."""

    __tablename__ = "partner"
    __table_args__ = (CheckConstraint("until_on >= from_on", name="until_after_from"),)

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    name: Mapped[str]
    kind: Mapped[PartnerKind]
    scopes: Mapped[list[str]]
    from_on: Mapped[date]
    until_on: Mapped[date]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    revoked_at: Mapped[datetime | None]


class PartnerInvitation(Model):
    """Somebody was asked to follow a campaign for a partner; they say yes by the link in their letter."""

    __tablename__ = "partner_invitation"

    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partner.id"), index=True)
    name: Mapped[str]
    email: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    accepted_at: Mapped[datetime | None]
