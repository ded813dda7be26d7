"""What other packages must hear about candidates."""

from uuid import UUID

from kit.facts import Fact


class PreselectionLeft(Fact, frozen=True):
    """A candidate does not want to be preselected by the score any more."""

    candidate_id: UUID
    by_id: UUID


class PreselectionJoined(Fact, frozen=True):
    """A candidate may be preselected by the score again."""

    candidate_id: UUID
    by_id: UUID
