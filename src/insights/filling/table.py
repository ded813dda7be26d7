"""The fill board as a table to take away."""

from insights.boards.schemas import Figures
from insights.filling.schemas import CampaignBoard
from kit.exports import Cell
from kit.i18n import N_, gettext

COLUMNS = {
    "posts": N_("Posts"),
    "proposed": N_("Written to"),
    "accepted": N_("Said yes"),
    "booked": N_("With a time"),
    "met": N_("Were met"),
    "second_interview": N_("Second interview"),
    "immersion": N_("Immersion"),
    "hired": N_("Were hired"),
}


def table(board: CampaignBoard) -> list[list[Cell]]:
    """Return the board by need, with its headings, in the reader's language."""
    headings: list[Cell] = [gettext("Company"), gettext("Need"), *(gettext(words) for words in COLUMNS.values())]
    return [headings, *([row.detail, row.name, *_cells(row.figures)] for row in board.needs)]


def _cells(figures: Figures) -> list[Cell]:
    return [getattr(figures, name) for name in COLUMNS]
