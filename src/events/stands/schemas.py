"""What goes in about stands."""

from typing import Annotated
from uuid import UUID

import msgspec

from employers.needs.schemas import NeedCard
from reference.terms import Sector

Room = Annotated[str, msgspec.Meta(max_length=80)]


class StandForm(msgspec.Struct, kw_only=True):
    """A company's stand: it recruits for the company's open needs."""

    company_id: UUID
    tables: Annotated[int, msgspec.Meta(ge=1, le=50)] = 1
    room: Room = ""


class RoomForm(msgspec.Struct, kw_only=True):
    """In which room, hall or floor a stand is; empty where the event has one place only."""

    room: Room = ""


class StandView(msgspec.Struct, frozen=True, kw_only=True):
    """A stand with the needs it recruits for."""

    id: UUID
    company: str
    tables: int
    room: str
    needs: list[NeedCard]


class HallStandCard(msgspec.Struct, frozen=True, kw_only=True):
    """A stand as a hall shows it: ``jobs`` are titles, each with its occupation; ``sectors`` are theirs."""

    id: UUID
    company: str
    room: str
    jobs: list[tuple[str, str]]
    sectors: list[Sector] = []
