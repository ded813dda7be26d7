"""Things of one kind that a post asks for: which are there, which the person said no to, which nobody asked about."""

from collections.abc import Set as AbstractSet

from matching.scoring.rules.criteria import Finding, Verdict
from matching.scoring.rules.facts import Offered
from reference.terms import Source

UNKNOWN_SHARE = 0.5
REQUIRED_WEIGHS = 2.0


def judged(
    offered: Offered,
    field: str,
    *,
    required: AbstractSet[str],
    wished: AbstractSet[str] = frozenset(),
    has: AbstractSet[str],
    lacks: AbstractSet[str],
) -> Finding:
    """Judge what is asked for: a thing that is there counts 1, said no to 0, not stated a half; required ones twice.

    Met when all that is required is there (all that is wished, where nothing is required), unknown when
    nothing asked is stated either way, not met when all of it was said no to, else partly.
    """
    asked = required | wished
    if not asked:
        return Finding(verdict=Verdict.MET, share=1.0, evidence={"of": 0})
    there, refused = asked & has, (asked - has) & lacks
    share = _mean(asked, required, there, refused)
    needed = required or wished
    return Finding(
        verdict=_verdict(needed - there, needed - refused, share, stated=bool(there or refused)),
        share=share,
        evidence={
            "of": len(asked),
            "have": sorted(there),
            "lacking": sorted(refused),
            "unknown": sorted(asked - there - refused),
        },
        sources=sources(offered, field, sorted(there | refused)),
    )


def sources(offered: Offered, field: str, things: list[str] | None = None) -> tuple[Source, ...]:
    """Return where a field comes from, or the things in it, each source once."""
    keys = [f"{field}:{thing}" for thing in things] if things is not None else [field]
    found = {source for key in keys if (source := offered.sources.get(key) or offered.sources.get(field))}
    return tuple(sorted(found))


def _mean(
    asked: AbstractSet[str], required: AbstractSet[str], there: AbstractSet[str], refused: AbstractSet[str]
) -> float:
    weight = {thing: REQUIRED_WEIGHS if thing in required else 1.0 for thing in sorted(asked)}
    known = sum(weight[thing] for thing in weight if thing in there)
    open_ = sum(weight[thing] for thing in weight if thing not in there and thing not in refused)
    return (known + UNKNOWN_SHARE * open_) / sum(weight.values())


def _verdict(still: AbstractSet[str], possible: AbstractSet[str], share: float, *, stated: bool) -> Verdict:
    if not stated:
        return Verdict.UNKNOWN
    if not still:
        return Verdict.MET
    return Verdict.NOT_MET if not possible and share <= UNKNOWN_SHARE else Verdict.PARTLY
