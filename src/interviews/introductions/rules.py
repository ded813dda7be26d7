"""When a company reads a candidate's name."""

from enum import StrEnum


class Stage(StrEnum):
    """How far it has come with a candidate."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    BOOKED = "booked"


def is_named(stage: Stage, *, blind: bool) -> bool:
    """Say whether the company may read the name: from the yes on; on a blind need only once an interview is agreed."""
    return stage is Stage.BOOKED or (stage is Stage.ACCEPTED and not blind)
