"""The product's real processes on one database, to be killed and started again."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.crowd import Booker
from tests.line import Line
from tests.postbox import free_port


class Machine:
    """Runs `tremplin serve`, `tremplin work`; ``enter`` is put before each command."""

    def __init__(self, folder: Path, database_url: str, smtp_port: int, enter: tuple[str, ...] = ()) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self._enter = enter
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TREMPLIN_")}
        self.environment = kept | {
            "TREMPLIN_DATA_DIR": str(folder),
            "TREMPLIN_DATABASE_URL": database_url,
            "TREMPLIN_SECRET": os.environ["TREMPLIN_SECRET"],
            "TREMPLIN_PORT": str(self.port),
            "TREMPLIN_SMTP_PORT": str(smtp_port),
            "TREMPLIN_MAIL_FIRST_RETRY_SECONDS": "1",
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONUNBUFFERED": "1",
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, verb: str) -> None:
        with (self.folder / f"{verb}.log").open("ab") as log:
            command = [*self._enter, sys.executable, "-m", "web.cli", verb]
            self.running[verb] = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)  # noqa: S603 - our own

    def kill(self, verb: str, sign: int = signal.SIGKILL) -> None:
        process = self.running.pop(verb)
        process.send_signal(sign)
        process.wait(20)

    def end(self) -> None:
        for verb in list(self.running):
            self.kill(verb)

    def log(self, verb: str) -> str:
        return (self.folder / f"{verb}.log").read_text()

    async def answers(self) -> None:
        """Wait until the web process answers."""
        async with asyncio.timeout(60), httpx.AsyncClient() as client:
            while True:
                try:
                    await client.get(f"{self.address}/healthz")
                except httpx.HTTPError:
                    await asyncio.sleep(0.1)
                else:
                    return

    def line(self) -> Line:
        """Return somebody's own connection to the web process."""
        return Line(self.port)


async def ask(client: Line, booker: Booker, slot: UUID, key: str = "", at: int = 0) -> httpx.Response:
    """Ask for a slot once, over the API."""
    headers = {"authorization": f"Bearer {booker.token}", "idempotency-key": key or uuid4().hex}
    return await client.post(booker.paths[at], json={"slot_id": str(slot)}, headers=headers)


async def book(client: Line, booker: Booker, slot: UUID, **given: Any) -> httpx.Response:
    """Ask, and ask again with the same key while no answer comes or it says "later", as a good client does."""
    given.setdefault("key", uuid4().hex)
    async with asyncio.timeout(120):
        while True:
            try:
                answer = await ask(client, booker, slot, **given)
            except httpx.HTTPError:
                await asyncio.sleep(0.2)
            else:
                if answer.status_code != 503:
                    return answer
                assert answer.headers["retry-after"] == "5"
                await asyncio.sleep(0.2)
