"""What goes in and out about shortlists."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from employers.needs.schemas import NeedCard
from matching.scoring.rules.criteria import Name, Verdict
from matching.shortlists.models import Decision


class DecisionForm(msgspec.Struct, kw_only=True):
    """Keep or refuse a candidate; refusing needs a reason."""

    decision: Decision
    reason: Annotated[str, msgspec.Meta(max_length=400)] = ""


class CriterionView(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion in words, with its share from 0 to 1, the points it brings out of those it can, and its sources."""

    name: Name
    verdict: Verdict
    sentence: str
    share: float
    points: float
    weight: float
    sources: list[str] = []


class MatchView(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate on a shortlist."""

    id: UUID
    candidate_id: UUID
    candidate: str
    score: float
    criteria: list[CriterionView]
    decision: Decision
    reason: str
    proposal: str | None
    by_hand: bool = False
    opted_out: bool = False
    shown_from: datetime | None = None


class ShortlistView(msgspec.Struct, frozen=True, kw_only=True):
    """The shortlist of a need at an event, best first."""

    event_id: UUID
    event: str
    need: NeedCard
    matches: list[MatchView]
    kept: int
