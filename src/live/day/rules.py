"""Which interview is now, which is next."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from interviews.bookings.models import Attendance
from interviews.bookings.schemas import InterviewCard

SOON = timedelta(minutes=5)


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A day's interviews, sorted by what they ask of the recruiter."""

    now: list[InterviewCard]
    next: list[InterviewCard]
    later: list[InterviewCard]
    waiting: list[InterviewCard]
    done: list[InterviewCard]


def local_day(card: InterviewCard) -> date:
    """Return the day of an interview where it is held: nine o'clock in Nouméa is the evening before in Paris."""
    return card.starts_at.astimezone(ZoneInfo(card.timezone)).date()


def sorted_day(interviews: Iterable[InterviewCard], now: datetime) -> Day:
    """Sort a day: now, next, later; ``waiting`` are over and have no outcome yet."""
    listed = list(interviews)
    open_ = [i for i in listed if i.outcome is None]
    running = [
        i for i in open_ if i.ends_at > now and (i.starts_at <= now + SOON or i.attendance is Attendance.ARRIVED)
    ]
    ahead = [i for i in open_ if i.ends_at > now and i not in running]
    soonest = ahead[0].starts_at if ahead else None
    return Day(
        now=running,
        next=[i for i in ahead if i.starts_at == soonest],
        later=[i for i in ahead if i.starts_at != soonest],
        waiting=[i for i in open_ if i.ends_at <= now],
        done=[i for i in listed if i.outcome is not None],
    )
