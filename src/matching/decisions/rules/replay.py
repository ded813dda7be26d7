"""Making a list again from the inputs that were kept."""

from typing import Any

import msgspec

from matching.decisions.rules.chain import canonical
from matching.scoring.rules.criteria import Score
from matching.scoring.rules.facts import Offered, Sought
from matching.scoring.rules.score import score
from matching.scoring.rules.weights import Weights


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a list was made for: what the need asked for, and with which weights."""

    sought: Sought
    weights: Weights


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate of a list: what the score knew, and what it made of it."""

    candidate: str
    offered: Offered
    score: float
    criteria: list[dict[str, Any]]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Where a list made again is not the one that was kept; places count from 1, None is not there."""

    candidate: str
    kept_place: int | None
    place: int | None
    kept_score: float | None
    score: float | None
    criteria: list[str]


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """Both lists as bytes of canonical JSON, best first, and where they differ."""

    kept: str
    again: str
    differences: list[Difference]

    @property
    def same(self) -> bool:
        """Whether they are the same, byte for byte."""
        return self.kept == self.again


def replay(terms: str, contents: list[str]) -> Replay:
    """Score what was kept once more, with the rules of today, and compare the two lists byte for byte."""
    asked = msgspec.json.decode(terms, type=Terms)
    kept = [msgspec.json.decode(content, type=Scored) for content in contents]
    again = [_again(asked, one) for one in kept]
    again.sort(key=lambda one: (-one.score, one.candidate))
    return Replay(kept=_list(kept), again=_list(again), differences=_differences(kept, again))


def plain(result: Score) -> list[dict[str, Any]]:
    """Return the criteria of a score as data."""
    criteria: list[dict[str, Any]] = msgspec.to_builtins(result.criteria)
    return list(criteria)


def _again(asked: Terms, one: Scored) -> Scored:
    result = score(asked.sought, one.offered, asked.weights)
    return msgspec.structs.replace(one, score=result.total, criteria=plain(result))


def _list(scored: list[Scored]) -> str:
    return canonical([{"candidate": one.candidate, "score": one.score, "criteria": one.criteria} for one in scored])


def _differences(kept: list[Scored], again: list[Scored]) -> list[Difference]:
    place = {one.candidate: (number, one) for number, one in enumerate(again, 1)}
    found = []
    for number, one in enumerate(kept, 1):
        now_at, now = place[one.candidate]
        changed = _changed(one.criteria, now.criteria)
        if (number, one.score, changed) != (now_at, now.score, []):
            found.append(
                Difference(
                    candidate=one.candidate,
                    kept_place=number,
                    place=now_at,
                    kept_score=one.score,
                    score=now.score,
                    criteria=changed,
                )
            )
    return found


def _changed(kept: list[dict[str, Any]], again: list[dict[str, Any]]) -> list[str]:
    before, after = ({str(one["name"]): canonical(one) for one in listed} for listed in (kept, again))
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
