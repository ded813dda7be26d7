"""A request that is repeated with its key gets its first answer again, word for word, and changes nothing.

Programs send the key in ``Idempotency-Key``; our forms carry one in a hidden field. The answer is kept
in the transaction of the change itself, so that neither can be there without the other; a refusal,
which changes nothing, is kept in one of its own. Pages that only show a form again are not kept.
"""

import hashlib
from contextvars import ContextVar
from typing import Any, TypeAlias

import msgspec
import structlog
from litestar import MediaType, Request
from litestar.datastructures import UploadFile
from litestar.enums import ScopeType
from litestar.response import Response, Template
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.keys import queries as keys
from accounts.sign_in import queries as sign_in
from accounts.sign_in.dependencies import API, cookie_name
from kit import clock, once, tokens
from kit.database import Sessions
from kit.errors import Invalid
from kit.once import Answered

AnyRequest: TypeAlias = Request[Any, Any, Any]
HEADER, FIELD = "idempotency-key", "_once"
REPLAYED = {"idempotency-replayed": "true"}
NOT_KEPT = {401, 403, 429}
log = structlog.get_logger()


class KeyTooLong(Invalid):
    """The key is no key."""

    field = "idempotency-key"
    message = "An idempotency key has at most 200 characters."


class Repeated(Exception):
    """Somebody else is answering the same request, or just did."""


class Pending(msgspec.Struct):
    """A request with a key, until it is answered."""

    scope: str
    key: str
    fingerprint: str
    reading: Sessions
    writing: Sessions
    session: AsyncSession | None = None
    settled: bool = False


_pending: ContextVar[Pending | None] = ContextVar("pending", default=None)


def joins(session: AsyncSession) -> None:
    """Let the answer be kept by the transaction that does the work."""
    if pending := _pending.get():
        pending.session = session


async def before(request: AnyRequest) -> Response[Any] | None:
    """Answer what was answered already; raises KeyUsed or KeyTooLong."""
    if request.method not in {"POST", "DELETE"}:
        return None
    is_api = request.url.path.startswith(API)
    key, content = (request.headers.get(HEADER, ""), await request.body()) if is_api else await _form(request)
    if not key:
        return None
    if len(key) > once.LONGEST:
        raise KeyTooLong
    secret = request.headers.get("authorization", "") if is_api else request.cookies.get(cookie_name(), "")
    pending = Pending(
        scope=tokens.hashed(secret or request.url.path),
        key=key,
        fingerprint=once.fingerprint(request.method, request.url.path, content),
        reading=request.app.state.reading,
        writing=request.app.state.writing,
    )
    found = await _found(pending, secret if is_api else "", "" if is_api else secret)
    if found is None:
        request.scope["state"]["pending"] = pending
        _pending.set(pending)
    return found


async def after(response: Response[Any]) -> Response[Any]:
    """Keep the answer to a request with a key, in the transaction of the request itself; raises Repeated."""
    pending = _pending.get()
    if pending is None or pending.session is None or isinstance(response, Template) or response.cookies:
        return response
    try:
        await once.keep(pending.session, _answered(pending, response))
    except IntegrityError as twice:
        raise Repeated from twice
    pending.settled = True
    return response


def keeping_refusals(app: ASGIApp) -> ASGIApp:
    """Keep the refusals of requests with a key, and give the first answer where two came at once."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] not in {"POST", "DELETE"}:
            await app(scope, receive, send)
            return
        _pending.set(None)
        start: list[Any] = []

        async def answer(message: Message) -> None:
            pending: Pending | None = scope["state"].get("pending")
            if message["type"] == "http.response.start":
                start.append(message)
                if pending is None or pending.settled or message["status"] < 400:  # noqa: PLR2004
                    await send(message)
            elif pending is None or pending.settled or start[0]["status"] < 400:  # noqa: PLR2004
                await send(message)
            else:
                for settled in await _settled(scope, pending, start[0], message):
                    await send(settled)

        await app(scope, receive, answer)

    return wrapped


async def _form(request: AnyRequest) -> tuple[str, bytes]:
    """Return the key of a form, and what tells it from another."""
    form = await request.form()
    typed = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            typed.append((name, f"{value.filename} {hashlib.sha256(await value.read()).hexdigest()}"))
            await value.seek(0)
        elif name not in {FIELD, "_csrf_token"}:
            typed.append((name, str(value)))
    return str(form.get(FIELD) or "").replace("\0", ""), msgspec.json.encode(sorted(typed))


async def _found(pending: Pending, bearer: str, cookie: str) -> Response[Any] | None:
    """Return the answer given before, to whoever may still ask."""
    async with pending.reading() as session:
        there = await once.answer_to(session, pending.scope, pending.key, pending.fingerprint)
        if there is None:
            return None
        known = bool(
            (not bearer or await keys.viewer(session, bearer.partition(" ")[2]))
            and (not cookie or await sign_in.viewer(session, cookie))
        )
    return _replay(there) if known else None


def _replay(there: Answered) -> Response[Any]:
    headers = REPLAYED | ({"location": there.location} if there.location else {})
    return Response(there.body, status_code=there.status, media_type=there.media_type, headers=headers)


def _answered(pending: Pending, response: Response[Any]) -> Answered:
    media_type = str(getattr(response.media_type, "value", response.media_type) or MediaType.JSON.value)
    empty = response.status_code == 204 or response.content is None  # noqa: PLR2004
    return Answered(
        scope=pending.scope,
        key=pending.key,
        fingerprint=pending.fingerprint,
        status=response.status_code or 200,
        media_type=media_type,
        location=str(getattr(response, "url", "") or response.headers.get("location", "")),
        body=b"" if empty else response.render(response.content, media_type),
        at=clock.now(),
    )


async def _settled(scope: Scope, pending: Pending, start: Any, body: Any) -> list[Any]:
    """Return the first answer to the request: the one kept by who was faster, or this refusal, kept now."""
    status: int = start["status"]
    if status in NOT_KEPT or status >= 500:  # noqa: PLR2004
        return [start, body]
    try:
        return await _kept(scope, pending, start, body)
    except (SQLAlchemyError, OSError) as error:  # what could not be kept was refused all the same
        log.warning("refusal not kept", error=type(error).__name__)
        return [start, body]


async def _kept(scope: Scope, pending: Pending, start: Any, body: Any) -> list[Any]:
    status: int = start["status"]
    if pending.session is not None:  # a refusal while dependencies were made leaves it open
        await pending.session.close()
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in start["headers"]}
    plain = not scope["path"].startswith(API) and headers.get("content-type", "").startswith("text/html")
    async with pending.writing.begin() as session:
        there = await once.answer_to(session, pending.scope, pending.key, pending.fingerprint)
        if there is None and not plain:
            refused = Answered(
                scope=pending.scope,
                key=pending.key,
                fingerprint=pending.fingerprint,
                status=status,
                media_type=headers.get("content-type", ""),
                location="",
                body=body.get("body", b""),
                at=clock.now(),
            )
            await once.keep(session, refused)
    if there is None:
        return [start, body]
    kept = _replay(there)
    kept_headers = {"content-type": there.media_type, "content-length": str(len(there.body)), **kept.headers}
    replaced = [(name.encode(), value.encode("latin-1")) for name, value in {**headers, **kept_headers}.items()]
    return [
        {"type": "http.response.start", "status": there.status, "headers": replaced},
        {"type": "http.response.body", "body": there.body, "more_body": False},
    ]
