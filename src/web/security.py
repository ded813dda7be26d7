"""The security baseline: headers on every answer, a request's id and language, no personal data in the log."""

import time
from typing import Any
from uuid import uuid4

import structlog
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from kit import i18n, settings

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(self), microphone=(self), display-capture=(self)",
    "cross-origin-opener-policy": "same-origin",
}
log = structlog.get_logger()


def csrf() -> CSRFConfig:
    """Return how forms prove that they are ours; keys of the API need no cookie and so no proof."""
    https = settings.current().https
    return CSRFConfig(
        secret=settings.current().signing_key(),
        cookie_name="__Host-csrf" if https else "csrf",
        cookie_secure=https,
        cookie_httponly=True,
        cookie_samesite="lax",
        exclude="^/api/",
    )


def every_answer(app: ASGIApp) -> ASGIApp:
    """Give every request an id and a language, and every answer one line in the log."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        began = time.perf_counter()
        i18n.speak(language(scope))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                log.info(
                    "request",
                    id=request_id(scope),
                    method=scope["method"],
                    route=scope.get("path_template", ""),
                    status=message["status"],
                    ms=round((time.perf_counter() - began) * 1000, 1),
                )
            await send(message)

        await app(scope, receive, answer)

    return wrapped


async def put_headers(message: Message, scope: Scope) -> None:
    """Put the security headers on an answer, whoever wrote it; what is there already stays."""
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        for name, value in {**_headers(scope), "x-request-id": request_id(scope)}.items():
            headers.setdefault(name, value)


def request_id(scope: Scope) -> str:
    """Return the request's id, made when it is first asked for."""
    return str(scope["state"].setdefault("request_id", uuid4().hex))


def _headers(scope: Scope) -> dict[str, str]:
    private = not scope["path"].startswith("/static/")
    strict = {"strict-transport-security": "max-age=31536000"} if settings.current().https else {}
    return {**HEADERS, **strict, **({"cache-control": "no-store"} if private else {})}


def language(scope: Scope) -> i18n.Language:
    """Return the language of a request: chosen by cookie, else the browser's, else French."""
    headers: dict[str, str] = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    cookies: dict[str, Any] = dict(part.strip().partition("=")[::2] for part in headers.get("cookie", "").split(";"))
    return i18n.choose(cookies.get("language"), headers.get("accept-language", ""))
