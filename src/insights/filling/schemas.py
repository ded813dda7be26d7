"""What goes out about a campaign's fill board."""

from datetime import date
from uuid import UUID

import msgspec

from insights.boards.schemas import Figures
from insights.filling.rules import Forecast


class FillRow(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a company, an occupation, a need or a session; ``link`` leads to the thing itself."""

    key: str
    name: str
    detail: str = ""
    link: str = ""
    figures: Figures


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """What happened in the week that begins on this Monday, in the campaign's own time."""

    begins: date
    proposed: int = 0
    accepted: int = 0
    booked: int = 0
    met: int = 0
    hired: int = 0


class CampaignBoard(msgspec.Struct, frozen=True, kw_only=True):
    """The fill board of a campaign; each of the four tables adds up to the whole (sessions have no posts)."""

    campaign_id: UUID
    campaign: str
    target_hires: int
    total: Figures
    companies: list[FillRow]
    occupations: list[FillRow]
    needs: list[FillRow]
    sessions: list[FillRow]
    weeks: list[Week]
    forecast: Forecast
