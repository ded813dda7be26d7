"""Tables of the proposals."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class ProposalStatus(StrEnum):
    """What became of a proposal."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Proposal(Model):
    """An employer would like to meet a candidate: asked once for each match, by a named adviser.

    A ``sent_at`` that is still to come is when the letter leaves: until then the candidate sees
    nothing, and the adviser can undo. The database refuses a proposal whose match nobody kept.
    """

    __tablename__ = "proposal"

    match_id: Mapped[UUID] = mapped_column(ForeignKey("match.id"), unique=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    need_id: Mapped[UUID] = mapped_column(ForeignKey("need.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), index=True)
    status: Mapped[ProposalStatus] = mapped_column(default=ProposalStatus.SENT)
    sent_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
