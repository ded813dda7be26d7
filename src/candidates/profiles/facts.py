"""What other packages must hear about profiles."""

from uuid import UUID

from kit.facts import Fact


class ProfileChanged(Fact, frozen=True):
    """A candidate is new, or says something else than before."""

    candidate_id: UUID
