"""What is shown of answers."""

from datetime import datetime
from uuid import UUID

import msgspec

from interviews.answers.models import Side
from kit.itip import Said


class AnswerCard(msgspec.Struct, frozen=True, kw_only=True):
    """What one person's calendar said; ``back_until`` is when a no frees the time."""

    name: str
    side: Side
    said: Said
    at: datetime
    back_until: datetime | None


class MoveCard(msgspec.Struct, frozen=True, kw_only=True):
    """Another time that one side proposes."""

    id: UUID
    name: str
    side: Side
    starts_at: datetime
    ends_at: datetime
    comment: str
