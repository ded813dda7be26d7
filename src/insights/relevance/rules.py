"""From answers to shares."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

import msgspec

from insights.intervals import wilson


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """``relevant`` of ``answered``, of ``asked`` interviews that took place; shares from 0 to 1, None of nothing.

    ``low`` and ``high``: between what and what the share lies with 95 % confidence (Wilson).
    """

    id: str
    name: str
    relevant: int
    answered: int
    asked: int
    share: float | None
    low: float | None
    high: float | None
    response: float | None


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """An interview that took place; ``relevant`` is None where the recruiter did not say."""

    need_id: UUID
    event_id: UUID
    adviser_id: UUID
    territory_id: UUID
    relevant: bool | None


def share(id_: str, name: str, judged: Iterable[Judged]) -> Share:
    """Count answers: how many, of how many who answered, of how many who were asked."""
    answers = [one.relevant for one in judged]
    relevant, answered = answers.count(True), len(answers) - answers.count(None)
    within = wilson(relevant, answered) if answered else None
    return Share(
        id=id_,
        name=name,
        relevant=relevant,
        answered=answered,
        asked=len(answers),
        share=relevant / answered if answered else None,
        low=within.low if within else None,
        high=within.high if within else None,
        response=answered / len(answers) if answers else None,
    )


def by(key: Callable[[Judged], UUID], names: Mapping[UUID, str], judged: Iterable[Judged]) -> list[Share]:
    """Count answers by need, event, adviser or territory; those with the most answers first."""
    grouped: dict[UUID, list[Judged]] = {}
    for one in judged:
        grouped.setdefault(key(one), []).append(one)
    shares = [share(str(id_), names.get(id_, "–"), group) for id_, group in grouped.items()]
    return sorted(shares, key=lambda one: (-one.answered, -one.asked, one.name, one.id))
