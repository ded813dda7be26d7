"""When a group session is, and who reads what of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from live.sessions.models import QuestionState, SessionState

EARLY = timedelta(minutes=10)  # how long before its time a session may begin, and people are reminded
PUBLIC = (QuestionState.OPEN, QuestionState.ANSWERED)  # what was set aside is for who asked it


class Showing(StrEnum):
    """Where a session stands in the schedule."""

    NOW = "now"
    NEXT = "next"
    LATER = "later"
    OVER = "over"


def first_to_come(times: Iterable[tuple[SessionState, datetime, datetime]], now: datetime) -> datetime | None:
    """Return when the next sessions begin, of these states, beginnings and ends."""
    return min((at for state, at, ends in times if state is SessionState.PLANNED and ends > now), default=None)


def showing(
    state: SessionState, starts_at: datetime, ends_at: datetime, first: datetime | None, now: datetime
) -> Showing:
    """Say where a session stands: now while it runs, over also when its hours passed and it never began."""
    if state is SessionState.RUNNING:
        return Showing.NOW
    if state is not SessionState.PLANNED or ends_at <= now:
        return Showing.OVER
    return Showing.NEXT if starts_at == first else Showing.LATER


def may_begin(starts_at: datetime, event_starts_at: datetime, event_ends_at: datetime, now: datetime) -> bool:
    """Say whether a session may begin: ten minutes early at most, and while its event is on."""
    return starts_at - EARLY <= now and event_starts_at <= now < event_ends_at


def is_awaited(state: SessionState, starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Say whether its page looks again by itself: while it runs, or could begin any moment."""
    return state is SessionState.RUNNING or (state is SessionState.PLANNED and starts_at - EARLY <= now < ends_at)
