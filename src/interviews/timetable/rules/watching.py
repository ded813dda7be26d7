"""When a search ends, and whom it tells how far it is."""

from collections.abc import Callable
from time import perf_counter

Progress = Callable[[str, float | None, float | None], None]  # phase, objective, bound
Stop = Callable[[], bool]


class Watch:
    """When to stop, and whom to tell how far it is."""

    def __init__(self, limit: float | None, progress: Progress | None, stop: Stop | None) -> None:
        """Start the clock; ``limit`` in seconds."""
        self.began = perf_counter()
        self.limit = limit
        self.progress = progress
        self.stop = stop
        self.stopped = False

    def enough(self) -> bool:
        """Say whether the time is up or somebody wants it to stop."""
        late = self.limit is not None and self.seconds >= self.limit
        self.stopped = self.stopped or late or (self.stop is not None and self.stop())
        return self.stopped

    @property
    def seconds(self) -> float:
        """Return how long it has taken."""
        return perf_counter() - self.began

    @property
    def left(self) -> float | None:
        """Return the seconds that are left, if there is a limit."""
        return None if self.limit is None else max(0.0, self.limit - self.seconds)

    def tell(self, phase: str, objective: float | None = None, bound: float | None = None) -> None:
        """Tell how far it is."""
        if self.progress is not None:
            self.progress(phase, objective, bound)
