"""Tables of the objections."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model
from matching.scoring.rules.criteria import Name


class Objection(Model):
    """A candidate says that a reason is wrong; ``said`` is the reason as it was read; answered by ``due_at``."""

    __tablename__ = "objection"

    match_id: Mapped[UUID] = mapped_column(ForeignKey("match.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), index=True)
    criterion: Mapped[Name]
    words: Mapped[str]
    said: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
