"""Tables of the weights."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model
from matching.scoring.rules.weights import Preset


class Weighting(Model):
    """The weights of a need as somebody set them; the latest counts, the others stay to be read."""

    __tablename__ = "weighting"

    need_id: Mapped[UUID] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    preset: Mapped[Preset]
    parts: Mapped[dict[str, Any]]
    digest: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
