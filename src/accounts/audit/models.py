"""Tables of the acts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Act(Model):
    """Something that a person did; ``for_id`` is whom they did it for, where that is somebody else."""

    __tablename__ = "act"

    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    for_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    verb: Mapped[str]
    subject_id: Mapped[UUID] = mapped_column(index=True)
    details: Mapped[dict[str, Any]]
