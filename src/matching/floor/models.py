"""Tables of the floors."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from candidates.profiles.models import Support
from kit.database import Model

FURTHEST = Support.REINFORCED
MOST = 50


class EventFloor(Model):
    """What share of an event's places, in hundredths, goes at least to people furthest from work, and on what basis.

    Set by an adviser; an event without a row has none. Recruiters never see it.
    """

    __tablename__ = "event_floor"
    __table_args__ = (CheckConstraint(f"share BETWEEN 0 AND {MOST}", name="share"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    share: Mapped[int]
    basis: Mapped[str]
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
