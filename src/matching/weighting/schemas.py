"""What goes in and out about weights."""

from datetime import datetime
from typing import Annotated

import msgspec

from matching.scoring.rules.criteria import Name
from matching.scoring.rules.weights import Preset

Part = Annotated[float, msgspec.Meta(ge=0, le=100)] | None


class WeightsForm(msgspec.Struct, kw_only=True):
    """A preset, and parts that differ from it; parts are compared with each other, whatever they add up to."""

    preset: Preset = Preset.BALANCED
    occupation: Part = None
    skills: Part = None
    experience: Part = None
    travel: Part = None
    contract: Part = None
    hours: Part = None
    dates: Part = None
    languages: Part = None
    conditions: Part = None
    licences: Part = None


class WeightView(msgspec.Struct, frozen=True, kw_only=True):
    """How much one criterion counts, from 0 to 1."""

    name: Name
    weight: float


class ChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """Who set weights, and when."""

    by: str
    at: datetime
    preset: Preset
    digest: str


class WeightsView(msgspec.Struct, frozen=True, kw_only=True):
    """The weights of a need, and who set them; nobody did where there are no changes."""

    preset: Preset
    digest: str
    weights: list[WeightView]
    changes: list[ChangeView]
