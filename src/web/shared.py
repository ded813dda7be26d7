"""Pages that everybody who is not signed in sees alike: made once a second, not once a reader.

While one reader's request makes a page anew, the others get the one of a moment ago. What differs
from reader to reader — the proof that a form is ours, and its key — is put in each time.
"""

import re
import time
from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import uuid4

import msgspec
from litestar import Request
from litestar.enums import ScopeType
from litestar.response import Response
from litestar.template.base import csrf_token
from litestar.types import ASGIApp, Receive, Scope, Send

from accounts.sign_in.dependencies import cookie_name
from web import security

AnyRequest: TypeAlias = Request[Any, Any, Any]
KEPT_SECONDS = 1.0
MOST = 500
_CSRF = re.compile(rb'(name="_csrf_token" value=")[^"]*')
_ONCE = re.compile(rb'(name="_once" value=")[^"]*')
_GAP = re.compile(rb"\0(csrf|once)\0")


class Shown(msgspec.Struct):
    """A page with gaps where readers differ, and until when it is fresh."""

    pieces: list[bytes]
    until: float


class Shared:
    """The pages that are kept, by address and language."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._kept: dict[tuple[str, str, str], Shown] = {}

    def answer(self, request: AnyRequest) -> Response[bytes] | None:
        """Return the page that is kept; None for who must see it made: somebody signed in, or the next to make it."""
        if request.method != "GET" or cookie_name() in request.cookies:
            return None
        name = (request.url.path, request.url.query, security.language(request.scope))
        request.scope["state"]["shared"] = name
        shown = self._kept.get(name)
        if shown is None:
            return None
        if shown.until < self._now():
            shown.until = self._now() + KEPT_SECONDS  # whoever comes now makes it; the others need not wait
            return None
        request.scope["state"]["shared"] = None
        return Response(_filled(shown, csrf_token({"request": request})), media_type="text/html; charset=utf-8")

    def keep(self, name: tuple[str, str, str], page: bytes) -> None:
        """Keep a page that was just made."""
        if len(self._kept) >= MOST and name not in self._kept:
            self._kept.pop(next(iter(self._kept)))
        open_ = _ONCE.sub(rb"\1\0once\0", _CSRF.sub(rb"\1\0csrf\0", page))
        self._kept[name] = Shown(_GAP.split(open_), self._now() + KEPT_SECONDS)


def keeping(app: ASGIApp) -> ASGIApp:
    """Keep the pages that are made for readers who are not signed in."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        status = 0

        async def answer(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            elif (name := scope["state"].get("shared")) and status == 200:  # noqa: PLR2004
                pages: Shared = scope["litestar_app"].state.shared
                pages.keep(name, message.get("body", b""))
            await send(message)

        await app(scope, receive, answer if scope["type"] == ScopeType.HTTP else send)

    return wrapped


def _filled(shown: Shown, csrf: str) -> bytes:
    """Return the page for one reader; every other piece names what goes into a gap."""
    pieces = list(shown.pieces)
    for at in range(1, len(pieces), 2):
        pieces[at] = csrf.encode() if pieces[at] == b"csrf" else uuid4().hex.encode()
    return b"".join(pieces)
