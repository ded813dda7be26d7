"""What upper features hear of lines."""

from uuid import UUID

from kit.facts import Fact


class Called(Fact, frozen=True):
    """Somebody online was called from a line."""

    entry_id: UUID


class Ended(Fact, frozen=True):
    """A place that was called is over: the talk ended, or nobody came."""

    entry_id: UUID


class HandedOver(Fact, frozen=True):
    """Somebody who was called, or is in a talk, is a colleague's now."""

    entry_id: UUID
    to_id: UUID
