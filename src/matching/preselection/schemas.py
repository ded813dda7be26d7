"""What goes in and out about the workbench."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from kit.paging import Page
from matching.preselection.models import Bulk
from matching.scoring.rules.criteria import Name
from matching.shortlists.schemas import CriterionView, MatchView, ShortlistView
from matching.tracks.schemas import TrackForm

Reason = Annotated[str, msgspec.Meta(max_length=400)]


class Show(StrEnum):
    """Which entries of a list are shown."""

    ALL = "all"
    OPEN = "open"
    KEPT = "kept"
    REFUSED = "refused"
    WRITTEN = "written"
    TO_ASK = "to_ask"
    BY_HAND = "by_hand"


class Sort(StrEnum):
    """In which order: by score, by name, or those first of whom there is most to ask."""

    SCORE = "score"
    NAME = "name"
    TO_ASK = "to_ask"


class BulkForm(msgspec.Struct, kw_only=True):
    """Do one thing to several candidates; refusing needs a reason, the same for all."""

    act: Bulk
    match: tuple[UUID, ...] = ()
    why: Reason = ""


class AddForm(msgspec.Struct, kw_only=True):
    """Put a candidate on the list by hand, with the reason."""

    candidate_id: UUID
    reason: Reason = ""


class BatchView(msgspec.Struct, frozen=True, kw_only=True):
    """A bulk act, and until when it can be undone."""

    id: UUID
    act: Bulk
    by: str
    at: datetime
    undo_until: datetime
    undone: bool
    count: int


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many entries of a list stand where; each is a filter of the list."""

    all: int
    open: int
    kept: int
    refused: int
    written: int
    to_ask: int
    by_hand: int


class Workbench(msgspec.Struct, frozen=True, kw_only=True):
    """A need's list as its adviser works on it."""

    whole: ShortlistView
    page: Page[MatchView]
    counts: Counts
    track: TrackForm
    show: Show
    sort: Sort
    line: int
    ready: int
    batches: list[BatchView]


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of two candidates that are compared."""

    match: MatchView
    criteria: dict[Name, CriterionView]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two candidates side by side, criterion by criterion."""

    event_id: UUID
    need_id: UUID
    need: str
    names: list[Name]
    left: Side
    right: Side
