"""What a hall remembers of what it told: who comes in late is told it too."""

import time
from collections.abc import Iterable
from typing import Literal
from uuid import UUID

SLACK_SECONDS = 2.0  # between the clocks of our processes
KEPT_SECONDS = 600.0  # whose page is older reads it again
MOST = 5_000
Name = UUID | Literal["desk", "everybody"]


class Memory:
    """When people, the desk or everybody were told something last, and everybody of which stands."""

    def __init__(self) -> None:
        self._began = time.time()
        self._at: dict[Name, float] = {}

    def note(self, about: Iterable[Name]) -> None:
        """Note that these were told something now, or everybody something of these stands."""
        self._at |= dict.fromkeys(about, time.time())
        if len(self._at) > MOST:
            self._began = max(self._began, time.time() - KEPT_SECONDS)
            self._at = {name: at for name, at in self._at.items() if at >= self._began}

    def missed(self, since: float, names: Iterable[Name]) -> set[Name]:
        """Return which of these were told something that is not on a page read ``since`` then.

        Everybody where that was before this memory begins.
        """
        old = since - SLACK_SECONDS
        found = {name for name in names if self._at.get(name, 0.0) >= old}
        return found | {"everybody"} if old < self._began else found
