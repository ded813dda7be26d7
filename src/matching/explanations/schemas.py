"""What goes out about an explanation."""

from datetime import datetime
from uuid import UUID

import msgspec

from matching.explanations.rules import DataUsed, Gain
from matching.shortlists.schemas import CriterionView


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why a proposal was made: the law's four parts, then who decided, what would change it, and how to contest.

    1 ``contribution``: degree and mode of the algorithm's contribution to the decision; 2 ``data``: what
    was processed, with its sources; 3 ``parameters``: the criteria with their weights, as they were
    applied here; 4 ``operations``: what was carried out. ``data_erased`` says that the data is kept no more.
    """

    proposal_id: UUID
    candidate_id: UUID
    company: str
    job: str
    contribution: list[str]
    data: list[DataUsed]
    data_erased: bool
    never_used: str
    parameters: list[CriterionView]
    score: float
    operations: list[str]
    rules: str | None
    weights: str | None
    model: str | None
    register: str | None
    decided_by: str
    decided_at: datetime | None
    sent_by: str
    sent_at: datetime
    by_hand: bool
    changes: list[Gain]
    contest: list[str]
    contest_until: datetime
    answered_until: datetime
    timezone: str
