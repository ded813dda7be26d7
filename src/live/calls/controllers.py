"""The check of camera, microphone, sound and network over HTTP, for everybody."""

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.response import Template

from accounts.people.schemas import Viewer
from kit import settings
from live.calls import queries


class DeviceCheckController(Controller):
    """The check of one's devices, before the day and at the door."""

    path = "/device-check"
    include_in_schema = False

    @get("/")
    async def show(self, visitor: NamedDependency[Viewer | None]) -> Template:
        """Say what of camera, microphone, sound and network works here, and what to do about the rest."""
        servers = msgspec.json.encode(queries.servers(visitor.id if visitor else None)).decode()
        relayed = bool(settings.current().turn_urls)
        return Template("live/calls/check.html", context={"servers": servers, "relayed": relayed, "visitor": visitor})
