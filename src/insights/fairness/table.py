"""The panel as a table to take away."""

from insights.fairness.rules.panel import Group
from insights.fairness.schemas import PanelView
from kit.exports import Cell

HEADINGS = ("breakdown", "group", "people", "stage", "count", "share", "low", "high", "ratio_to_best", "hidden")


def table(panel: PanelView) -> list[tuple[Cell, ...]]:
    """Return a row for each group and stage, the headings first; what is hidden is empty, and said to be."""
    rows: list[tuple[Cell, ...]] = [HEADINGS]
    for shown in panel.breakdowns:
        for group in (*shown.groups, shown.total):
            rows += _rows(shown.kind.value, group)
    return rows


def _rows(kind: str, group: Group) -> list[tuple[Cell, ...]]:
    return [
        (
            kind,
            group.name,
            group.people,
            stage.value,
            rate.count,
            rate.share,
            rate.low,
            rate.high,
            rate.ratio,
            "yes" if rate.count is None else "no",
        )
        for stage, rate in group.rates.items()
    ]
