"""What other packages must hear about needs."""

from uuid import UUID

from kit.facts import Fact


class NeedAmended(Fact, frozen=True):
    """A need asks for something else than before."""

    need_id: UUID


class NeedWithdrawn(Fact, frozen=True):
    """A company no longer looks for anybody for this need."""

    need_id: UUID
    by_id: UUID
