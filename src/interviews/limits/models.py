"""Tables of the limits."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class EventLimits(Model):
    """What an adviser allows at an event; lengths in minutes. An event without a row has the defaults.

    ``book_until``, ``move_until`` and ``cancel_until`` are how long before its start an interview can
    still be booked, moved and cancelled; ``buffer`` is the way from one interview to the next, ``walk``
    what it takes more between two rooms. Who lives farther than ``far_km`` from the event's place has all
    interviews of a plan within ``day_minutes``.
    """

    __tablename__ = "event_limits"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), unique=True)
    max_interviews: Mapped[int | None]
    one_per_company: Mapped[bool] = mapped_column(default=False)
    buffer: Mapped[int] = mapped_column(default=5)
    book_until: Mapped[int] = mapped_column(default=0)
    move_until: Mapped[int] = mapped_column(default=0)
    cancel_until: Mapped[int] = mapped_column(default=0)
    hold: Mapped[int] = mapped_column(default=5)
    walk: Mapped[int] = mapped_column(default=0)
    far_km: Mapped[int | None]
    day_minutes: Mapped[int] = mapped_column(default=240)
