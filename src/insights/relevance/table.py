"""Recruiters' answers as a table to take away."""

from insights.relevance.rules import Share
from insights.relevance.schemas import RelevanceView
from kit.exports import Cell

HEADINGS = ("by", "id", "name", "relevant", "answered", "asked", "share", "low", "high", "response_rate")


def table(shown: RelevanceView) -> list[tuple[Cell, ...]]:
    """Return a row for each share, the headings first and the whole after them."""
    rows: list[tuple[Cell, ...]] = [HEADINGS, _row("all", shown.total)]
    for kind in ("territories", "events", "advisers", "needs"):
        rows += [_row(kind, one) for one in getattr(shown, kind)]
    return rows


def _row(kind: str, one: Share) -> tuple[Cell, ...]:
    counts = (one.relevant, one.answered, one.asked)
    return (kind, one.id, one.name, *counts, one.share, one.low, one.high, one.response)
