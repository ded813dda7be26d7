"""What goes out about letters. Never their text: it may hold signed links."""

from datetime import datetime
from uuid import UUID

import msgspec

from kit.mail.outbox import LetterStatus


class LetterCard(msgspec.Struct, frozen=True, kw_only=True):
    """The proof of one letter: when it was written, and what the mail server said.

    ``tries`` counts failures; ``next_try_at`` is there while the letter waits; ``came_back`` is what a
    delivery report said, ``answered_at`` when the invitation was answered from a calendar.
    """

    id: UUID
    subject: str
    name: str
    recipient: str
    phone: str | None
    candidate_id: UUID | None
    status: LetterStatus
    written_at: datetime
    tries: int
    next_try_at: datetime | None
    handed_over_at: datetime | None
    answer: str
    came_back_at: datetime | None
    came_back: str
    answered_at: datetime | None


class LetterCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many letters wait, were handed over, were given up."""

    waiting: int = 0
    sent: int = 0
    given_up: int = 0
