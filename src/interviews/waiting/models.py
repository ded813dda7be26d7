"""Tables of the waiting list."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from candidates.profiles.models import Support
from events.planning.models import EventFormat
from kit.database import Model

_LIVE = text("status IN ('waiting', 'offered')")


class EntryStatus(StrEnum):
    """Where somebody on the list is."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    PASSED = "passed"
    LEFT = "left"


class WaitingEntry(Model):
    """Somebody who waits: for a time at a stand (``proposal_id``), or for a seat at an event (``format``).

    The database refuses a second live entry for the same. Rank is the order of ``joined_at``.
    """

    __tablename__ = "waiting_entry"
    __table_args__ = (
        Index("uq_waiting_proposal_live", "proposal_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("uq_waiting_seat_live", "seat", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_waiting_list", "event_id", "stand_id", "format", "status", "joined_at"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), index=True)
    stand_id: Mapped[UUID | None] = mapped_column(ForeignKey("stand.id"))
    proposal_id: Mapped[UUID | None] = mapped_column(ForeignKey("proposal.id"))
    format: Mapped[EventFormat | None]
    seat: Mapped[str | None]
    support: Mapped[Support]
    joined_at: Mapped[datetime]
    status: Mapped[EntryStatus] = mapped_column(default=EntryStatus.WAITING)
    slot_id: Mapped[UUID | None] = mapped_column(ForeignKey("slot.id"))
    offer_until: Mapped[datetime | None] = mapped_column(index=True)


class Promotion(Model):
    """An offer that was made: to whom, by which rule, and what the list looked like then."""

    __tablename__ = "promotion"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("waiting_entry.id"), index=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    slot_id: Mapped[UUID | None] = mapped_column(ForeignKey("slot.id"))
    rule: Mapped[str]
    rank: Mapped[int]
    details: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    until: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]


class WaitingRules(Model):
    """What an adviser sets for the waiting lists of an event; an event without a row has the defaults.

    ``offer`` is how long a place is kept for who is offered it, ``cutoff`` how long before its start the
    last offer ends, in minutes; ``shares`` reserves percents of the offers per level of support, until
    ``release`` hours before the event.
    """

    __tablename__ = "waiting_rules"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), unique=True)
    offer: Mapped[int]
    cutoff: Mapped[int]
    guided: Mapped[int]
    reinforced: Mapped[int]
    release: Mapped[int]
