"""When a letter is tried again, and when one stops trying."""

from datetime import datetime, timedelta

TRIED_FOR = timedelta(days=4)
LONGEST_WAIT = timedelta(hours=6)


def next_try(at: datetime, failures: int, tried_since: datetime, first_retry: timedelta) -> datetime | None:
    """Return when to try again after the n-th failure, counted from 1; None when it was tried for long enough.

    Each wait is twice the one before, six hours at most. A letter is given up only by a failure
    that comes at least four days after the first (RFC 5321, section 4.5.4.1, asks for 4–5 days).
    """
    if at - tried_since >= TRIED_FOR:
        return None
    return at + min(first_retry * 2.0 ** min(failures - 1, 20), LONGEST_WAIT)
