"""Time zones written for calendar programs that do not know ours (RFC 5545, section 3.6.5)."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_YEARS_AHEAD = 5
_HOUR = timedelta(hours=1)


def described(zone: str, at: datetime) -> Timezone:
    """Return the VTIMEZONE of a zone, right for appointments near a moment.

    An onset is written in the local time that held until then (TZOFFSETFROM), which icalendar's own
    writer misses by an hour; one that comes back every year is written as a rule, others one by one.
    """
    return _described(zone, at.year)


@lru_cache(maxsize=200)
def _described(zone: str, year: int) -> Timezone:
    place = ZoneInfo(zone)
    timezone = Timezone()
    timezone.add("TZID", zone)
    onsets = _onsets(place, year - 1, year + _YEARS_AHEAD)
    if not onsets:
        timezone.add_component(_constant(place, datetime(year, 1, 1, tzinfo=UTC)))
    for first, *later in _alike(onsets):
        timezone.add_component(_observance(place, first, later))
    return timezone


def _onsets(zone: ZoneInfo, first: int, last: int) -> list[datetime]:
    """Return each hour, in UTC, from which another offset holds."""
    hour, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    found = []
    while hour < end:
        day = hour + timedelta(days=1)
        if _offset(zone, hour) != _offset(zone, day):
            found.append(next(h for n in range(1, 25) if _offset(zone, h := hour + n * _HOUR) != _offset(zone, hour)))
        hour = day
    return found


def _alike(onsets: list[datetime]) -> list[list[datetime]]:
    """Group onsets: those of the same month together."""
    months: dict[int, list[datetime]] = {}
    for onset in onsets:
        months.setdefault(onset.month, []).append(onset)
    return list(months.values())


def _observance(zone: ZoneInfo, first: datetime, later: list[datetime]) -> TimezoneStandard | TimezoneDaylight:
    before, after = _offset(zone, first - _HOUR), _offset(zone, first)
    local = first.astimezone(zone)
    observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
    observance.add("TZNAME", local.tzname())
    observance.TZOFFSETFROM, observance.TZOFFSETTO = before, after
    begins = [(onset + before).replace(tzinfo=None) for onset in (first, *later)]
    observance.DTSTART = begins[0]
    if len(later) == _YEARS_AHEAD + 1 and (weekday := _weekday(begins)):
        observance.add("RRULE", vRecur(FREQ="YEARLY", BYMONTH=begins[0].month, BYDAY=weekday))
    elif later:
        observance.add("RDATE", begins[1:])
    return observance


def _weekday(begins: list[datetime]) -> str | None:
    """Return which weekday of the month all onsets share: "-1SU" is the last Sunday."""
    if len({(one.weekday(), one.month, one.time()) for one in begins}) > 1:
        return None
    name = _DAYS[begins[0].weekday()]
    if all((one + timedelta(days=7)).month != one.month for one in begins):
        return f"-1{name}"
    nths = {(one.day - 1) // 7 + 1 for one in begins}
    return f"{nths.pop()}{name}" if len(nths) == 1 else None


def _constant(zone: ZoneInfo, at: datetime) -> TimezoneStandard:
    standard = TimezoneStandard()
    standard.add("TZNAME", at.astimezone(zone).tzname())
    standard.TZOFFSETFROM = standard.TZOFFSETTO = _offset(zone, at)
    standard.DTSTART = datetime(1970, 1, 1)  # noqa: DTZ001 - local by definition
    return standard


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
