"""An SMTP server that takes every letter and forgets it, in its own process: ``python -m tools.bench.sink PORT``."""

import asyncio
import sys
from typing import Any

from aiosmtpd.smtp import SMTP


class Hole:
    """Takes letters."""

    async def handle_DATA(self, *_: Any) -> str:  # noqa: N802
        """Take one."""
        return "250 taken"


async def main(port: int) -> None:
    """Serve until the process is ended."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Hole(), loop=loop, hostname="sink"), "127.0.0.1", port)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
