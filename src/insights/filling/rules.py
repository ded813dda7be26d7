"""How many posts will be filled, said with what is not known."""

import msgspec

# Stated before anything is known: one interview in three ends with a contract, as sure as twelve interviews make it.
PRIOR_HIRED, PRIOR_NOT = 4, 8
LOW, HIGH = 0.05, 0.95


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """How often an interview ends with a contract: of ``of`` that are over ``hired`` did, beside the stated prior."""

    hired: int
    of: int

    @property
    def mean(self) -> float:
        """Return the mean of the rate, from 0 to 1."""
        return (PRIOR_HIRED + self.hired) / (PRIOR_HIRED + PRIOR_NOT + self.of)


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """People hired once every interview that is booked is over: expected, and between what and what (90 %)."""

    hired: int
    to_come: int
    expected: int
    low: int
    high: int
    rate: float
    over: int


def forecast(rate: Rate, to_come: int, posts: int) -> Forecast:
    """Say how many will be hired: those who are, and a beta-binomial share of interviews to come; never above posts."""
    from scipy.stats import betabinom  # noqa: PLC0415 - takes a second to load, and only boards need it

    known = betabinom(to_come, PRIOR_HIRED + rate.hired, PRIOR_NOT + rate.of - rate.hired)

    def capped(more: float) -> int:
        return max(rate.hired, min(posts, rate.hired + round(float(more))))

    low, high = (known.ppf(share) if to_come else 0 for share in (LOW, HIGH))
    return Forecast(
        hired=rate.hired,
        to_come=to_come,
        expected=capped(to_come * rate.mean),
        low=capped(low),
        high=capped(high),
        rate=rate.mean,
        over=rate.of,
    )
