"""Tables of the shortlists."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Decision(StrEnum):
    """What a person decided; the score alone decides nothing (GDPR, article 22)."""

    OPEN = "open"
    KEPT = "kept"
    REFUSED = "refused"


class Match(Model):
    """A candidate on the shortlist of a need at an event, with the score as it was explained.

    ``scored_in`` is the number of the log's entry that keeps what the score was made from;
    ``by_hand`` says that an adviser, not the score, put the candidate here. The database refuses a
    decision that names nobody (migration 0010).
    """

    __tablename__ = "match"
    __table_args__ = (UniqueConstraint("event_id", "need_id", "candidate_id"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    need_id: Mapped[UUID] = mapped_column(ForeignKey("need.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), index=True)
    score: Mapped[float]
    criteria: Mapped[list[dict[str, Any]]]
    version: Mapped[str]
    weights: Mapped[str] = mapped_column(default="")
    scored_at: Mapped[datetime]
    decision: Mapped[Decision] = mapped_column(default=Decision.OPEN)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    by_hand: Mapped[bool] = mapped_column(default=False)
    scored_in: Mapped[int | None] = mapped_column(BigInteger)
