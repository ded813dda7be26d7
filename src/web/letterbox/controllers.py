"""The letter box over HTTP, in demo mode only."""

from pathlib import Path
from typing import Any

from litestar import Controller, MediaType, Request, get
from litestar.params import FromPath
from litestar.response import Response, Template

from kit import settings
from kit.errors import NotFound
from web.letterbox import letters


class LetterBoxController(Controller):
    """Every letter of the demo, for anybody at this machine."""

    path = "/mail"
    include_in_schema = False

    @get("/")
    async def list(self) -> Template:
        """List the letters."""
        return Template("web/letterbox/list.html", context={"letters": letters.newest(_folder()), "visitor": None})

    @get("/{name:str}")
    async def show(self, name: FromPath[str]) -> Template:
        """Show a letter with its parts."""
        line, parts = letters.parts(_folder(), name)
        return Template("web/letterbox/show.html", context={"line": line, "pieces": parts, "visitor": None})

    @get("/{name:str}/{number:int}")
    async def part(self, request: Request[Any, Any, Any], name: FromPath[str], number: FromPath[int]) -> Response[str]:
        """Show the HTML of a letter as a mail program would; it runs nothing and loads nothing."""
        _, parts = letters.parts(_folder(), name)
        if not 0 <= number < len(parts):
            raise NotFound
        policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
        kind = MediaType.HTML if parts[number].type == "text/html" else MediaType.TEXT
        return Response(parts[number].text, media_type=kind, headers={"content-security-policy": policy})


def _folder() -> Path:
    return settings.current().data_dir / "letters"
