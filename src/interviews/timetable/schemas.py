"""What goes in and out about timetables."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from events.planning.models import EventFormat
from interviews.timetable.models import PlannedChange, PlannedState, RunKind, RunState
from interviews.timetable.rules.formats import Reason

Seconds = Annotated[int, msgspec.Meta(ge=1, le=3600)]
Percent = Annotated[int, msgspec.Meta(ge=0, le=90)]


class StartForm(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for a plan: the time limit in seconds; how many hundredths of the free slots stay free for who chooses."""

    limit_seconds: Seconds = 60
    share_free: Percent = 20
    seed: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 1


class RepairForm(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for a repair: what moving an announced interview costs, where a perfectly relevant one is worth 1."""

    move_price: Annotated[float, msgspec.Meta(ge=0, le=1000)] = 0.5
    limit_seconds: Seconds = 30
    share_free: Percent = 20


class PublishForm(msgspec.Struct, frozen=True, kw_only=True):
    """Until when people answer, in the event's own time zone, written without an offset."""

    answer_until: Annotated[datetime, msgspec.Meta(tz=False, examples=["2027-03-12T18:00:00"])]


class Act(StrEnum):
    """Keep an interview where it is, or let the next plan move it."""

    LOCK = "lock"
    UNLOCK = "unlock"


class LockForm(msgspec.Struct, frozen=True, kw_only=True):
    """Lock interviews, or unlock them, each named by its proposal."""

    act: Act
    proposals: tuple[UUID, ...] = ()


class By(StrEnum):
    """How the timetable is printed."""

    STAND = "stand"
    HOUR = "hour"
    PERSON = "person"


class PersonRef(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate by name."""

    id: UUID
    name: str


class LeftOutGroup(msgspec.Struct, frozen=True, kw_only=True):
    """People whom one constraint left without an interview; ``count`` of them, the first hundred by name."""

    reason: Reason
    count: int
    people: list[PersonRef]


class FloorResult(msgspec.Struct, frozen=True, kw_only=True):
    """The share of interviews for people furthest from work: asked, reached, and what it cost of the objective."""

    asked: float
    share: float
    attainable: bool
    cost: float | None


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What a run found; ``gap`` is a share of the bound, which no plan can exceed; ``seconds`` of the solver.

    ``left_out`` has the candidates by reason. ``kept_free`` slots were left to who chooses; ``prices`` speed a
    repair up.
    """

    objective: float
    bound: float
    gap: float
    seconds: float
    stopped: bool
    people: int
    met: int
    interviews: int
    slots: int
    kept_free: int
    left_out: dict[Reason, list[UUID]]
    floor: FloorResult | None = None
    prices: dict[str, object] | None = None


class ResultView(msgspec.Struct, frozen=True, kw_only=True):
    """What a run found, as people read it."""

    objective: float
    bound: float
    gap: float
    seconds: float
    stopped: bool
    people: int
    met: int
    interviews: int
    slots: int
    kept_free: int
    left_out: list[LeftOutGroup]
    floor: FloorResult | None


class RunView(msgspec.Struct, frozen=True, kw_only=True):
    """A run, from its question to what became of its interviews."""

    id: UUID
    event_id: UUID
    kind: RunKind
    state: RunState
    asked_at: datetime
    by: str
    seed: int
    limit_seconds: int
    share_free: int
    move_price: float
    stop_asked: bool
    phase: str
    objective: float | None
    bound: float | None
    digest: str
    result: ResultView | None
    states: dict[PlannedState, int]
    published_at: datetime | None
    answer_until: datetime | None


class PlannedView(msgspec.Struct, frozen=True, kw_only=True):
    """One interview of a plan; ``before`` is its time until now, where it moves."""

    id: UUID
    proposal_id: UUID
    candidate_id: UUID
    candidate: str
    need_id: UUID
    job: str
    company: str
    event_id: UUID
    event: str
    timezone: str
    slot_id: UUID
    starts_at: datetime
    ends_at: datetime
    table: int
    where: str
    format: EventFormat
    change: PlannedChange
    state: PlannedState
    before: datetime | None
    answer_until: datetime | None
    booked: bool = False
    paper: bool = False


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """An interview in the timetable: booked, offered, or planned only."""

    proposal_id: UUID
    candidate_id: UUID
    candidate: str
    need_id: UUID
    job: str
    stand_id: UUID
    company: str
    table_id: UUID
    table: int
    slot_id: UUID
    starts_at: datetime
    ends_at: datetime
    format: EventFormat
    state: str
    locked: bool
    interview_id: UUID | None = None


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A table of a stand."""

    table_id: UUID
    stand_id: UUID
    company: str
    table: int


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the timetable: the interview there, or the free slot; neither where the table is closed then."""

    interview: Cell | None = None
    free: UUID | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """An hour, with what each column has then."""

    starts_at: datetime
    spots: list[Spot]


class GridView(msgspec.Struct, frozen=True, kw_only=True):
    """Stands by time, for a day: some tables at once."""

    day: date | None
    days: list[date]
    columns: list[Column]
    rows: list[Row]
    page: int
    pages: int
    company: str = ""


class GridFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which day, and which of the tables: a page of them, or the page on which one is; of companies so named."""

    day: date | None = None
    company: Annotated[str, msgspec.Meta(max_length=80)] = ""
    table: UUID | None = None
    page: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 1


class LockedView(msgspec.Struct, frozen=True, kw_only=True):
    """How many interviews were locked, or unlocked."""

    changed: int


class PublishedView(msgspec.Struct, frozen=True, kw_only=True):
    """How many times were proposed, moved and cancelled; ``gone`` could not be: somebody was faster."""

    offered: int
    moved: int
    cancelled: int
    gone: int
