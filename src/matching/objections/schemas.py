"""What goes in and out about objections."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from matching.scoring.rules.criteria import Name


class ObjectionForm(msgspec.Struct, kw_only=True):
    """Which reason is wrong, and why, in one's own words."""

    criterion: Name
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class ReplyForm(msgspec.Struct, kw_only=True):
    """What the adviser answers."""

    answer: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class ObjectionView(msgspec.Struct, frozen=True, kw_only=True):
    """An objection and its answer; ``late`` when its deadline passed without one."""

    id: UUID
    candidate_id: UUID
    candidate: str
    event_id: UUID
    need_id: UUID
    criterion: Name
    said: str
    words: str
    by: str
    at: datetime
    due_at: datetime
    late: bool
    answer: str
    answered_by: str
    answered_at: datetime | None
