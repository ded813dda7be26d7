"""A day as it is played, and what comes out of playing it; times are minutes since the event began."""

import msgspec

# Assumed before anything is known, as sure as thirty interviews make it: how many do not come
NO_SHOW = {("on_site", False): 0.20, ("on_site", True): 0.12, ("online", False): 0.12, ("online", True): 0.08}
WEIGHT = 30
DAY = 24 * 60


class Appointment(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is expected at a table, at ``starts``, for ``length`` minutes."""

    person: int
    table: int
    starts: float
    length: float
    format: str


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table of a stand, and its times that are open, booked or not, as (start, length)."""

    stand: int
    times: list[tuple[float, float]]


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """What is played: who is expected where, how often people do not come, how often an interview ends with a contract.

    ``walk`` is the way from one stand to the next; ``walk_ins`` come without a time, so many an hour at all stands.
    """

    stands: list[str]
    tables: list[Table]
    appointments: list[Appointment]
    no_show: dict[str, float]
    hired: float
    starts_hour: float
    walk: float = 3.0
    walk_ins: int = 0


class Hour(msgspec.Struct, frozen=True, kw_only=True):
    """A stand in an hour, or over the whole event: talks, waiting in minutes (p50, p90), share of chairs empty."""

    stand: str
    hour: int | None
    talks: float
    p50: float
    p90: float
    empty: float


class Fix(msgspec.Struct, frozen=True, kw_only=True):
    """What would help a stand: nine in ten wait so long now, with a table more, with five minutes between talks."""

    stand: str
    now: float
    table_more: float
    five_minutes: float


class Between(msgspec.Struct, frozen=True, kw_only=True):
    """An expected number, and between what and what it lies in nine of ten plays."""

    expected: float
    low: float
    high: float


class Rehearsed(msgspec.Struct, frozen=True, kw_only=True):
    """What came out of playing a day ``runs`` times with a seed; ``booked`` counts all who had a time."""

    runs: int
    seed: int
    booked: int
    come: Between
    walked_in: Between | None = None  # how many without a time were seen; None where none were played
    hired: Between
    p50: float
    p90: float
    empty: float
    stands: list[Hour]
    hours: list[Hour]
    fixes: list[Fix]


def no_show_rate(format_: str, absent: int, of: int, *, reminded: bool) -> float:
    """Return how often people do not come: what is assumed, corrected by ``absent`` of ``of`` seen."""
    return (NO_SHOW[format_, reminded] * WEIGHT + absent) / (WEIGHT + of)
