"""What goes out about a board."""

from uuid import UUID

import msgspec

from employers.needs.schemas import NeedCard


class Figures(msgspec.Struct, kw_only=True):
    """Counts, each correct to the unit; relevance is ``relevant`` out of ``judged``."""

    posts: int = 0
    proposed: int = 0
    accepted: int = 0
    booked: int = 0
    met: int = 0
    second_interview: int = 0
    immersion: int = 0
    hired: int = 0
    relevant: int = 0
    judged: int = 0


class NeedFigures(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one need."""

    need: NeedCard
    figures: Figures


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """The fill board of an event: whole, by company, by need."""

    event_id: UUID
    event: str
    total: Figures
    companies: dict[str, Figures]
    needs: list[NeedFigures]
