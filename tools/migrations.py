"""Do the migrations make exactly the tables of the code? Tried on an empty database."""

import asyncio
import sys
import tempfile
from pathlib import Path

from kit import database
from web import schema


async def main() -> int:
    """Return 1 and name every difference."""
    with tempfile.TemporaryDirectory() as folder:
        engine = database.engine(f"sqlite+aiosqlite:///{Path(folder) / 'empty.db'}")
        await schema.migrate(engine)
        found = await schema.differences(engine)
        await engine.dispose()
    for difference in found:
        sys.stdout.write(f"{difference}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
