"""Tables of the table rounds."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class TableRounds(Model):
    """A rotation at an event; lengths in minutes.

    ``meetings`` has for each round the pairs of stand and candidate that sit down together. ``reversed_``: companies
    go round and candidates sit.
    """

    __tablename__ = "table_rounds"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    rounds: Mapped[int]
    minutes: Mapped[int]
    change: Mapped[int]
    break_every: Mapped[int]
    break_minutes: Mapped[int]
    reversed_: Mapped[bool] = mapped_column("reversed")
    meetings: Mapped[list[Any]] = mapped_column(JSON)
