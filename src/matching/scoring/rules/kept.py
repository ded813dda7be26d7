"""Criteria as they were kept with a match, read back whatever version wrote them."""

from collections.abc import Mapping
from typing import Any

import msgspec

from matching.scoring.rules.criteria import Criterion

_NAMES = {"distance": "travel", "language": "languages"}
# What the first version weighed by; its rows kept points alone
_FIRST_WEIGHTS = {
    "occupation": 0.30,
    "skills": 0.25,
    "experience": 0.10,
    "travel": 0.10,
    "contract": 0.08,
    "hours": 0.05,
    "languages": 0.05,
    "conditions": 0.07,
}
_FIRST_WORDS = {"refused": "lacking", "accepted": "have", "missing": "unknown", "km": "length", "radius": "limit"}
_SEVERAL = frozenset({"skills", "languages", "conditions", "licences"})


def criterion(raw: Mapping[str, Any]) -> Criterion:
    """Read one criterion; what the first version called otherwise, or did not keep, is filled in."""
    row = dict(raw) | {"name": _NAMES.get(raw["name"], raw["name"])}
    if "share" not in row:
        row |= _first(row)
    return msgspec.convert(row, Criterion)


def _first(row: Mapping[str, Any]) -> dict[str, Any]:
    weight = _FIRST_WEIGHTS.get(row["name"], 0.0)
    share = min(1.0, row.get("points", 0.0) / weight) if weight else 0.0
    evidence = {_FIRST_WORDS.get(key, key): value for key, value in row.get("evidence", {}).items()}
    if row["name"] in _SEVERAL:
        evidence = _several(evidence, met=row["verdict"] == "met")
    return {"share": share, "weight": weight, "points": row.get("points", 0.0), "evidence": evidence}


def _several(evidence: Mapping[str, Any], *, met: bool) -> dict[str, Any]:
    """Read lists of the first version: what was asked and is not named as missing was there."""
    asked = evidence.get("asked") or []
    unknown, lacking = evidence.get("unknown", []), evidence.get("lacking", [])
    if not met and asked and not unknown:
        unknown = asked
    have = evidence.get("have", [one for one in asked if one not in unknown])
    return {"of": len(have) + len(unknown) + len(lacking), "have": have, "lacking": lacking, "unknown": unknown}
