"""What goes out about introductions: no address, no distance, no score, no level of support."""

from datetime import datetime
from uuid import UUID

import msgspec

from employers.needs.schemas import NeedCard
from interviews.introductions.rules import Stage
from matching.shortlists.schemas import CriterionView


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion as a company reads it."""

    name: str
    verdict: str
    sentence: str


class Introduction(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate as a company reads them: under a name, or a neutral word that stays the same."""

    word: str
    named: bool
    stage: Stage
    event: str
    starts_at: datetime | None
    timezone: str
    interview_id: UUID | None
    reasons: list[Reason]


class Introductions(msgspec.Struct, frozen=True, kw_only=True):
    """The candidates who are proposed for a need."""

    need: NeedCard
    blind: bool
    candidates: list[Introduction]


def reason(criterion: CriterionView) -> Reason:
    """Return a criterion without its points."""
    return Reason(name=criterion.name.value, verdict=criterion.verdict.value, sentence=criterion.sentence)
