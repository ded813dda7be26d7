"""Tables of the links to figures; only the hash of a secret is kept."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.database import Model


class FiguresLink(Model):
    """A secret address at which somebody outside reads a campaign's figures, until a day or until it is ended."""

    __tablename__ = "figures_link"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    given_to: Mapped[str]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_on: Mapped[date]
    ended_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    opened: Mapped[int] = mapped_column(default=0)
