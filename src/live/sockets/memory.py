"""What a hall remembers of what it told: who comes in late is told it too."""

import time
from collections.abc import Iterable
from uuid import UUID

SLACK_SECONDS = 2.0  # between the clocks of our processes


class Memory:
    """When people were told something last, and of which stands."""

    def __init__(self) -> None:
        self._began = time.time()
        self._at: dict[UUID | None, float] = {}  # by person or stand; None is everybody

    def note(self, about: Iterable[UUID | None]) -> None:
        """Note that these people were told something now, or everybody something of these stands."""
        self._at |= dict.fromkeys(about, time.time())

    def missed(self, since: float, person_id: UUID | None) -> tuple[bool, set[UUID | None]]:
        """Say whether somebody whose page was read ``since`` then may have missed news, and of which stands."""
        told = {name for name, at in self._at.items() if at >= since - SLACK_SECONDS}
        return since - SLACK_SECONDS < self._began or not told.isdisjoint({None, person_id}), told
