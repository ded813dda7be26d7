"""Measure everything, or what is named: ``python -m tools.bench [bookings] [page] [letters] …``, see ``MEASUREMENTS``.

``python -m tools.bench timetable --write FILE`` writes the instance to try ``tremplin plan`` on.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="tremplin-bench-")
os.environ["TREMPLIN_DATA_DIR"] = FOLDER.name
os.environ["TREMPLIN_SECRET"] = "only-for-benchmarks"  # noqa: S105 - nothing is protected by it

import structlog
from rich.console import Console
from tools.bench import bookings, letters, live, matching_scale, page, timetable, titles

SPEED = {
    "bookings": bookings.measure,
    "page": page.measure,
    "letters": letters.measure,
    "scores": matching_scale.measure,
    "timetable": timetable.measure,
    "live": live.measure,
}
MEASUREMENTS = SPEED | {"titles": titles.measure}


async def main() -> None:
    """Measure one after the other, in this order."""
    if sys.argv[1:3] == ["timetable", "--write"]:
        timetable.write(Path(sys.argv[3]))
        return
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    console = Console(width=120, highlight=False)
    for name in sys.argv[1:] or SPEED:
        await MEASUREMENTS[name](console)


if __name__ == "__main__":
    asyncio.run(main())
