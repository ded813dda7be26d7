"""By when an objection is answered."""

from datetime import datetime, timedelta

# One month is the law's (GDPR, article 12, 3); a person who waits for an interview cannot wait that long
LONGEST = timedelta(days=14)


def due(at: datetime, event_starts_at: datetime) -> datetime:
    """Return the last moment to answer: two weeks, or the beginning of the event where that is sooner and ahead."""
    return min(at + LONGEST, event_starts_at) if event_starts_at > at else at + LONGEST
