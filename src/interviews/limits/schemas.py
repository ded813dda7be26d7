"""What goes in and out about limits."""

from typing import Annotated, Any

import msgspec

Minutes = Annotated[int, msgspec.Meta(ge=0, le=10_080)]


class LimitsForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is allowed at an event; lengths in minutes before the interview's start, unless said otherwise.

    ``max_interviews`` is per candidate, no number for no limit; ``buffer`` lies between two interviews
    of a candidate; ``hold`` is how long a chosen time is kept before it is confirmed. A plan adds ``walk``
    between two rooms, and gives who lives farther than ``far_km`` a day of ``day_minutes`` at most.
    """

    max_interviews: Annotated[int, msgspec.Meta(ge=1, le=50)] | None = None
    one_per_company: bool = False
    buffer: Annotated[int, msgspec.Meta(ge=0, le=240)] = 5
    book_until: Minutes = 0
    move_until: Minutes = 0
    cancel_until: Minutes = 0
    hold: Annotated[int, msgspec.Meta(ge=1, le=60)] = 5
    walk: Annotated[int, msgspec.Meta(ge=0, le=120)] = 0
    far_km: Annotated[int, msgspec.Meta(ge=1, le=1000)] | None = None
    day_minutes: Annotated[int, msgspec.Meta(ge=10, le=1440)] = 240


def form_of(row: Any) -> LimitsForm:
    """Return the limits of a row, or the defaults where there is none."""
    if row is None:
        return LimitsForm()
    return LimitsForm(**{name: getattr(row, name) for name in LimitsForm.__struct_fields__})
