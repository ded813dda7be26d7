"""Tables of the events."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class EventFormat(StrEnum):
    """Where people meet."""

    ON_SITE = "on_site"
    ONLINE = "online"
    HYBRID = "hybrid"


class EventStatus(StrEnum):
    """Where an event is on its way."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    """What an event is for in its campaign, in the order in which people come through."""

    INFORMATION_SESSION = "information_session"
    PRESELECTION = "preselection"
    INTERVIEWS = "interviews"
    SECOND_CHANCE = "second_chance"


class Event(Model):
    """A recruitment event; ``taken_*`` count registrations, never above ``seats_*``; in a campaign it has a phase.

    ``template``: offered to the territory's advisers as a beginning for others.
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("taken_on_site <= seats_on_site", name="seats_on_site"),
        CheckConstraint("taken_online <= seats_online", name="seats_online"),
        CheckConstraint("(campaign_id IS NULL) = (phase IS NULL)", name="phase_in_campaign"),
    )

    title: Mapped[str]
    format: Mapped[EventFormat]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    timezone: Mapped[str] = mapped_column(default="Europe/Paris")
    place_code: Mapped[str | None] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    audience: Mapped[str] = mapped_column(default="")
    to_bring: Mapped[str] = mapped_column(default="")
    preparation_url: Mapped[str] = mapped_column(default="")
    seats_on_site: Mapped[int] = mapped_column(default=0)
    seats_online: Mapped[int] = mapped_column(default=0)
    taken_on_site: Mapped[int] = mapped_column(default=0)
    taken_online: Mapped[int] = mapped_column(default=0)
    territory_id: Mapped[UUID] = mapped_column(ForeignKey("territory.id"), index=True)
    adviser_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    status: Mapped[EventStatus] = mapped_column(default=EventStatus.DRAFT, index=True)
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    phase: Mapped[Phase | None]
    template: Mapped[bool] = mapped_column(default=False)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the event's hours are written."""
        return ZoneInfo(self.timezone)
