"""A client of one connection and few words: five hundred of them leave the machine to the product."""

import asyncio
from typing import Any, Self

import httpx
import msgspec

SECONDS = 60


class Line:
    """A kept connection to a web process, opened anew when it was lost; one request at a time."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._hang_up()

    async def post(self, path: str, *, json: Any, headers: dict[str, str]) -> httpx.Response:
        """Post; raises httpx.TransportError where no answer comes."""
        try:
            async with asyncio.timeout(SECONDS):
                return await self._post(path, msgspec.json.encode(json), headers)
        except (OSError, EOFError, TimeoutError) as lost:
            self._hang_up()
            raise httpx.TransportError(str(lost)) from lost

    async def _post(self, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        if self._ends is None:
            self._ends = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._ends
        named = {"host": "tremplin.test", "content-type": "application/json", "content-length": f"{len(body)}"}
        head = "".join(f"{name}: {value}\r\n" for name, value in (named | headers).items())
        writer.write(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().rstrip().split("\r\n")
        said = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        content = await reader.readexactly(int(said["content-length"]))
        if said.get("connection") == "close":
            self._hang_up()
        return httpx.Response(int(status.split()[1]), headers=said, content=content)

    def _hang_up(self) -> None:
        if self._ends is not None:
            self._ends[1].close()
            self._ends = None
