"""What a campaign's workbook said last, so that a change here and a change in the file are told apart."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class WorkbookRow(Model):
    """A row of the workbook as it was last taken in, by sheet and key."""

    __tablename__ = "workbook_row"
    __table_args__ = (UniqueConstraint("campaign_id", "sheet", "key"),)

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    sheet: Mapped[str]
    key: Mapped[str]
    said: Mapped[dict[str, Any]]
