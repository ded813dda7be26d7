"""What the page of a need's criteria says."""

from uuid import UUID

import msgspec

from employers.needs.schemas import NeedCard
from matching.scoring.rules.relaxing import WhatIf
from matching.weighting.schemas import WeightsView


class TuningView(msgspec.Struct, frozen=True, kw_only=True):
    """How much each criterion counts for a need at an event, and whom each one removes."""

    event_id: UUID
    event: str
    need: NeedCard
    weights: WeightsView
    what_if: WhatIf
    warning: str
