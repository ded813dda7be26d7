"""Tables of the workbench."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Bulk(StrEnum):
    """What can be done to several candidates at once."""

    KEEP = "keep"
    REFUSE = "refuse"
    PROPOSE = "propose"


class Batch(Model):
    """A bulk act: what was before it, and until when it can be undone."""

    __tablename__ = "preselection_batch"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    need_id: Mapped[UUID] = mapped_column(ForeignKey("need.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    act: Mapped[Bulk]
    undo_until: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    before: Mapped[dict[str, Any]]
