"""What goes in and out about proposals."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from employers.needs.schemas import NeedCard
from matching.corrections.schemas import QuestionView
from matching.objections.schemas import ObjectionView
from matching.proposals.models import ProposalStatus
from matching.shortlists.schemas import CriterionView


class AnswerForm(msgspec.Struct, kw_only=True):
    """Yes, or no with a reason."""

    accept: bool
    reason: Annotated[str, msgspec.Meta(max_length=400)] = ""


class Correctable(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that was denied, and that the candidate can put right with one tap."""

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
    questions: list[QuestionView] = []
    objections: list[ObjectionView] = []
    adviser: str
