"""What goes out about fairness."""

from uuid import UUID

import msgspec

from insights.fairness.rules.panel import Breakdown


class PanelView(msgspec.Struct, frozen=True, kw_only=True):
    """The fairness panel of one event, or of the events that began in a period of whole months.

    ``smallest`` is the fewest people that are shown.
    """

    event_id: UUID | None = None
    event: str | None = None
    since: str | None = None
    until: str | None = None
    events: int = 1
    smallest: int
    breakdowns: list[Breakdown]
