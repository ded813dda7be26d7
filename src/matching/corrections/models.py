"""Tables of the corrections."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model
from reference.terms import Source


class Correction(Model):
    """One fact of a profile that was put right or answered: by whom, about which match, what it was and is."""

    __tablename__ = "correction"

    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id", ondelete="CASCADE"), index=True)
    match_id: Mapped[UUID | None] = mapped_column(ForeignKey("match.id", ondelete="SET NULL"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    fact: Mapped[str]
    value: Mapped[str]
    was: Mapped[Any] = mapped_column(JSON(none_as_null=False))
    now: Mapped[Any] = mapped_column(JSON(none_as_null=False))
    source: Mapped[Source]
