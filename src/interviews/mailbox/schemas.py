"""What the desk shows of the mailbox."""

from datetime import datetime
from uuid import UUID

import msgspec

from interviews.mailbox.models import Why


class RefusedCard(msgspec.Struct, frozen=True, kw_only=True):
    """A message that changed nothing, for an adviser to look at; ``detail`` is a sentence."""

    id: UUID
    why: Why
    detail: str
    sender: str
    subject: str
    excerpt: str
    arrived_at: datetime
    interview_id: UUID | None
    candidate_id: UUID | None
    placed: bool


class UndeliveredCard(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whose letter came back: to be called. ``blocked`` addresses are not written to any more."""

    id: UUID
    name: str
    phone: str | None
    address: str
    at: datetime
    why: str
    blocked: bool
    candidate_id: UUID | None
