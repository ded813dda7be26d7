"""A bare Litestar channel: what the hall is measured against. ``python -m tools.bench.channel PORT``."""

import sys
from typing import Any

import uvicorn
from litestar import Litestar, Request, WebSocket, post, websocket
from litestar.channels import ChannelsPlugin
from litestar.channels.backends.memory import MemoryChannelsBackend
from litestar.exceptions import WebSocketDisconnect

from web import processes

ROOM = "room"


def bare() -> Litestar:
    """Return an application that gives what is posted to everybody who listens, and does nothing else."""
    channels = ChannelsPlugin(MemoryChannelsBackend(), channels=[ROOM])

    @websocket("/live")
    async def listen(socket: WebSocket[Any, Any, Any]) -> None:
        await socket.accept()
        async with channels.start_subscription(ROOM) as told, told.run_in_background(socket.send_text):
            try:
                while True:
                    await socket.receive_text()
            except WebSocketDisconnect:
                return

    @post("/tell", status_code=204)
    async def tell(request: Request[Any, Any, Any]) -> None:
        channels.publish(await request.body(), ROOM)

    @post("/", status_code=204)
    async def there() -> None:
        return

    return Litestar([listen, tell, there], plugins=[channels], logging_config=None, on_startup=[processes.settle])


if __name__ == "__main__":
    uvicorn.run(bare(), port=int(sys.argv[1]), access_log=False, log_level="warning", **processes.SOCKETS)
