"""Tables of the tracks."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class Track(Model):
    """How a need is preselected; a need without a row is neither blind nor by hand."""

    __tablename__ = "need_track"

    need_id: Mapped[UUID] = mapped_column(ForeignKey("need.id"), unique=True)
    blind: Mapped[bool] = mapped_column(default=False)
    by_hand: Mapped[bool] = mapped_column(default=False)
