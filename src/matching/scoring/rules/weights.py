"""How much each criterion counts: presets in code, changes of one need, always adding up to one."""

from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256

import msgspec

from matching.scoring.rules.criteria import Name


class Preset(StrEnum):
    """Weights with a name, for the adviser to begin from."""

    BALANCED = "balanced"
    SKILLS_FIRST = "skills_first"
    BEGINNERS_WELCOME = "beginners_welcome"
    NEAR_HOME = "near_home"


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """The weight of each criterion; together they are 1."""

    shares: dict[Name, float]

    @property
    def digest(self) -> str:
        """Name these weights: the same weights have the same digest, whoever set them, in whatever order."""
        said = "|".join(f"{name}={self.shares[name]:.9f}" for name in Name)
        return sha256(said.encode()).hexdigest()[:12]


# In reading order: occupation, skills, experience, travel, contract, hours, dates, languages, conditions, licences
_PARTS: dict[Preset, tuple[int, ...]] = {
    Preset.BALANCED: (28, 24, 8, 10, 7, 5, 4, 4, 6, 4),
    Preset.SKILLS_FIRST: (22, 36, 12, 6, 5, 4, 3, 4, 4, 4),
    Preset.BEGINNERS_WELCOME: (32, 14, 0, 12, 9, 7, 6, 5, 9, 6),
    Preset.NEAR_HOME: (24, 18, 6, 24, 7, 5, 4, 3, 5, 4),
}


def normalised(parts: Mapping[Name, float]) -> Weights:
    """Make weights of any parts, together 1; a criterion that is not named weighs nothing.

    Raises ValueError for a part below 0 and where all of them are 0.
    """
    if any(part < 0 for part in parts.values()):
        raise ValueError("a weight is never below 0")
    total = sum(parts.values())
    if not 0 < total < float("inf"):
        raise ValueError("one criterion at least must count")
    return Weights(shares={name: parts.get(name, 0.0) / total for name in Name})


def parts(preset: Preset) -> dict[Name, int]:
    """Return a preset in hundredths, as people read and change it."""
    return dict(zip(Name, _PARTS[preset], strict=True))


BALANCED = normalised(parts(Preset.BALANCED))
