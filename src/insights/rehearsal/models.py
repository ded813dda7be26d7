"""Tables of the rehearsals."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Rehearsal(Model):
    """The last rehearsal of an event: who asked for it, and what came out once it was played (`rules.day.Rehearsed`).

    ``claimed_until`` says until when a worker plays it; what a worker that died had claimed is played by another.
    """

    __tablename__ = "rehearsal"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    runs: Mapped[int]
    seed: Mapped[int]
    walk_ins: Mapped[int]
    claimed_until: Mapped[datetime | None]
    made_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None]
