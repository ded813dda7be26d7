"""The promised formats: INSTANCE, PLAN and CHANGES. Fields with a default are ours and may be left out."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

Id = Annotated[str, Meta(min_length=1, max_length=200)]
Moment = Annotated[datetime, Meta(tz=True)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Share = Annotated[float, Meta(ge=0, le=1)]
Minutes = Annotated[float, Meta(ge=0, le=10_000)]
Worth = Annotated[float, Meta(ge=0, le=1_000)]


class Format(StrEnum):
    """Where an interview takes place."""

    ON_SITE = "on_site"
    ONLINE = "online"


class Reason(StrEnum):
    """Which constraint left a person without an interview."""

    NO_PAIR = "no_pair"  # nothing they may be met for
    LIMIT = "limit"  # they may have no interview at all
    NO_TIME = "no_time"  # they are never there when one of their stands has a slot for them
    NEED_FULL = "need_full"  # the need of their best chance has as many interviews as it may
    STAND_FULL = "stand_full"  # every slot they could come to at their best chance is taken
    CONFLICT = "conflict"  # their helper is elsewhere
    FLOOR = "floor"  # a place is free, but one more interview would break the floor
    CANCELLED = "cancelled"  # they called it off


class Table(Struct, frozen=True, kw_only=True, gc=False):
    """A table holds one interview at a time. ``languages``: those spoken there, any where none is named."""

    id: Id
    stand: Id
    languages: tuple[str, ...] = ()


class Slot(Struct, frozen=True, kw_only=True, gc=False):
    """A time at a table; it ends after it starts."""

    id: Id
    table: Id
    starts: Moment
    ends: Moment
    format: Format = Format.ON_SITE


class Need(Struct, frozen=True, kw_only=True, gc=False):
    """What a stand hires for. ``format``: only there, or anywhere."""

    id: Id
    stand: Id
    max_interviews: Count
    format: Format | None = None


class Candidate(Struct, frozen=True, kw_only=True, gc=False):
    """A person. A slot must lie inside one of the spans of ``available``.

    ``languages``: one of these must be spoken at the table, where the table names any.
    ``helper``: who must be free too, in one place at a time.
    ``within_minutes``: two or more interviews take no longer than this, from the first beginning to the last end.
    """

    id: Id
    available: tuple[tuple[Moment, Moment], ...]
    max_interviews: Count
    priority: bool = False
    languages: tuple[str, ...] = ()
    helper: Id | None = None
    within_minutes: Minutes | None = None


class Pair(Struct, frozen=True, kw_only=True, gc=False):
    """Who may meet for which need, and how relevant that is, 0…1. ``format``: only there, or anywhere."""

    candidate: Id
    need: Id
    relevance: Share
    format: Format | None = None


class Interview(Struct, frozen=True, kw_only=True, gc=False):
    """A candidate meets a need in a slot."""

    candidate: Id
    need: Id
    slot: Id


class Helper(Struct, frozen=True, kw_only=True, gc=False):
    """Somebody whom candidates bring along; there always where no span is given."""

    id: Id
    available: tuple[tuple[Moment, Moment], ...] | None = None


class Walk(Struct, frozen=True, kw_only=True, gc=False):
    """How long a person walks from one stand to another, either way, in minutes."""

    stands: tuple[Id, Id]
    minutes: Minutes


class Instance(Struct, frozen=True, kw_only=True, dict=True):
    """All that a plan is made from. ``locked`` interviews stay as they are."""

    tables: tuple[Table, ...]
    slots: tuple[Slot, ...]
    needs: tuple[Need, ...]
    candidates: tuple[Candidate, ...]
    pairs: tuple[Pair, ...]
    buffer_minutes: Minutes = 0
    one_per_stand: bool = True
    first_interview_bonus: Worth = 0
    priority_floor: Share = 0
    locked: tuple[Interview, ...] = ()
    helpers: tuple[Helper, ...] = ()
    walking_minutes: tuple[Walk, ...] = ()


class LeftOut(Struct, frozen=True, kw_only=True, gc=False):
    """A person without an interview, and which constraint did it."""

    candidate: Id
    reason: Reason


class Floor(Struct, frozen=True, kw_only=True):
    """The share of interviews that people with priority were to have, and have; what it cost of the objective.

    ``attainable`` is false where nobody with priority can meet anybody; the floor is then left aside.
    ``cost`` compares with the bound without the floor.
    """

    asked: float
    share: float
    attainable: bool = True
    cost: float | None = None


class Prices(Struct, frozen=True, kw_only=True):
    """What one more interview of a need, one more slot of a stand, and the floor are worth: they prove the bound."""

    needs: dict[str, float]
    stands: dict[str, float]
    floor: float = 0


class Plan(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Interviews, their objective, and the bound that no plan can exceed; ``gap`` is a share of the bound.

    ``moved``, ``dropped`` and ``added`` are what a repair changed: the interviews as they are announced now,
    those that are off, and those that are new.
    """

    interviews: tuple[Interview, ...]
    objective: float
    bound: float
    gap: float
    seconds: float
    solver: str
    left_out: tuple[LeftOut, ...]
    seed: int = 1
    stopped: bool = False
    floor: Floor | None = None
    prices: Prices | None = None
    moved: tuple[Interview, ...] | None = None
    dropped: tuple[Interview, ...] | None = None
    added: tuple[Interview, ...] | None = None


class Announced(Struct, frozen=True, kw_only=True):
    """What a repair needs to know of a plan: its interviews, and its prices where they are kept."""

    interviews: tuple[Interview, ...]
    prices: Prices | None = None
    seed: int = 1


class Late(Struct, frozen=True, kw_only=True, gc=False, rename={"since": "from"}):
    """A candidate is not there before a time."""

    candidate: Id
    since: Moment


class Changes(Struct, frozen=True, kw_only=True):
    """What happened after a plan was announced; each announced interview that moves costs ``price_of_a_move``."""

    cancelled_candidates: tuple[Id, ...] = ()
    cancelled_slots: tuple[Id, ...] = ()
    late: tuple[Late, ...] = ()
    price_of_a_move: Worth = 0
