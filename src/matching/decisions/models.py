"""Tables of the decision log. The database refuses to change or delete their rows (migration 0010)."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Act(StrEnum):
    """What was done."""

    RANKED = "ranked"
    SCORED = "scored"
    ADDED = "added"
    KEPT = "kept"
    REFUSED = "refused"
    REOPENED = "reopened"
    PROPOSED = "proposed"
    UNDONE = "undone"
    CONTESTED = "contested"
    ANSWERED = "answered"
    OPTED_OUT = "opted_out"
    OPTED_IN = "opted_in"
    HANDLED = "handled"
    ERASED = "erased"


class DecisionEntry(Model):
    """One link of the chain. Nothing in it says who the candidate is; ``contents`` seals the side rows that do.

    ``digest`` is SHA-256 over the canonical JSON of all other fields, ``previous`` the digest of
    the entry before; ``terms`` is what the need asked for, and with which weights. ``scored_in`` is
    the number of the entry that kept the inputs of the score, and ``inputs`` their seal.
    """

    __tablename__ = "decision_entry"
    __table_args__ = (Index("ix_decision_entry_event_number", "event_id", "number"),)

    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    previous: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str]
    at: Mapped[datetime]
    act: Mapped[Act]
    actor_id: Mapped[UUID]
    event_id: Mapped[UUID | None]
    need_id: Mapped[UUID | None]
    scored_in: Mapped[int | None] = mapped_column(BigInteger)
    inputs: Mapped[str | None]
    rules: Mapped[str | None]
    weights: Mapped[str | None]
    model: Mapped[str | None]
    register: Mapped[str | None]
    score: Mapped[float | None]
    rank: Mapped[int | None]
    decision: Mapped[str | None]
    override: Mapped[bool | None]
    terms: Mapped[str | None] = mapped_column(Text)
    contents: Mapped[str]


class DecisionContent(Model):
    """What an entry says of one person, as canonical JSON, sealed with a salt of its own.

    Both can be erased; ``digest``, the seal, stays, so that the chain can still be verified.
    """

    __tablename__ = "decision_content"
    __table_args__ = (UniqueConstraint("entry_id", "position"),)

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("decision_entry.id"))
    position: Mapped[int]
    candidate_id: Mapped[UUID | None] = mapped_column(index=True)
    salt: Mapped[str | None]
    content: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str]
    erased_at: Mapped[datetime | None]
