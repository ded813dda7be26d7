"""What goes in and out about proposals."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from employers.needs.schemas import NeedCard
from matching.proposals.models import ProposalStatus
from matching.shortlists.schemas import CriterionView


class AnswerForm(msgspec.Struct, kw_only=True):
    """Yes, or no with a reason."""

    accept: bool
    reason: Annotated[str, msgspec.Meta(max_length=400)] = ""


class CorrectionForm(msgspec.Struct, kw_only=True):
    """Something in the reasons is not true: this is."""

    name: Literal["skills", "conditions", "languages", "contracts", "experience_months"]
    value: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class Correctable(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that the candidate can put right with one tap."""

    name: str
    value: str
    label: str


class SentView(msgspec.Struct, frozen=True, kw_only=True):
    """How many were written to."""

    sent: int


class ProposalView(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal as its candidate reads it; no employer's address, no score of others."""

    id: UUID
    candidate_id: UUID
    event_id: UUID
    event: str
    event_starts_at: datetime
    timezone: str
    need: NeedCard
    description: str
    status: ProposalStatus
    criteria: list[CriterionView]
    correctable: list[Correctable]
    adviser: str
