"""Who is next, and until when: the stated rule of the waiting list.

A freed place goes to who came first. Until the release time, a share of the offers can be reserved
for people with more support: as long as that level has had fewer offers than its share of all, its
first person goes before. An offer ends before the cut-off; the night does not count.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from candidates.profiles.models import Support

NIGHT_FROM, NIGHT_TO = time(21), time(8)


class Rule(StrEnum):
    """Why somebody was next."""

    ARRIVAL = "order of arrival"
    RESERVED = "reserved share"


class Standing(msgspec.Struct, frozen=True):
    """Somebody who waits, in order of arrival."""

    entry_id: UUID
    support: Support


def order_of(
    waiting: Sequence[Standing], offers: Mapping[Support, int], shares: Mapping[Support, int], *, released: bool
) -> list[tuple[Standing, Rule]]:
    """Return who is next, and who then, if the ones before cannot use the place.

    ``offers`` counts the offers made so far by level, ``shares`` are percents of all offers.
    """
    upcoming = sum(offers.values()) + 1
    owed = {level for level, share in shares.items() if not released and offers.get(level, 0) < upcoming * share // 100}
    first = [one for one in waiting if one.support in owed]
    return [(one, Rule.RESERVED) for one in first] + [(one, Rule.ARRIVAL) for one in waiting if one not in first]


def offer_ends(now: datetime, starts_at: datetime, *, minutes: int, cutoff: int, zone: ZoneInfo) -> datetime | None:
    """Return until when a place is offered; None when it is too late to offer it to anybody.

    What is offered in the night is offered from the morning on.
    """
    last = starts_at - timedelta(minutes=cutoff)
    ends = min(_awake(now, zone) + timedelta(minutes=minutes), last)
    return ends if ends > now else None


def _awake(moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    if NIGHT_TO <= local.time() < NIGHT_FROM:
        return moment
    day = local.date() + timedelta(days=1 if local.time() >= NIGHT_FROM else 0)
    return datetime.combine(day, NIGHT_TO, zone).astimezone(moment.tzinfo)
