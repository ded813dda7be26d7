"""Where the rush comes in: before the handler of a booking, which serves whoever is not served here."""

from typing import Any, TypeAlias
from uuid import UUID

import msgspec
from litestar import Request
from litestar.response import Response

from interviews.bookings.schemas import BookForm
from kit import once as answers
from kit import tokens
from web import once, security
from web.rush.desk import Desk, Wish
from web.shared import Shared

AnyRequest: TypeAlias = Request[Any, Any, Any]
_FORM = msgspec.json.Decoder(BookForm)


async def before(request: AnyRequest) -> Response[Any] | None:
    """Answer what needs no handler: a booking at the desk, a shared page, a repeated request; None goes on to it."""
    if request.route_handler.opt.get("shared"):
        shared: Shared = request.app.state.shared
        return shared.answer(request)
    if request.route_handler.opt.get("rush") and (wish := await _wish(request)):
        desk: Desk = request.app.state.desk
        if answer := await desk.book(wish):
            return answer
    return await once.before(request)


async def _wish(request: AnyRequest) -> Wish | None:
    """Return what a request asks for, if it is well-formed and has a key."""
    secret = request.headers.get("authorization", "")
    scheme, _, token = secret.partition(" ")
    key = request.headers.get(once.HEADER, "")
    body = await request.body()
    if scheme.lower() != "bearer" or not token or len(key) > answers.LONGEST:
        return None
    try:
        form = _FORM.decode(body)
    except msgspec.DecodeError:
        return None
    ids: dict[str, UUID] = request.path_params
    return Wish(
        token_hash=tokens.hashed(token),
        candidate_id=ids["candidate_id"],
        proposal_id=ids["proposal_id"],
        slot_id=form.slot_id,
        scope=tokens.hashed(secret),
        key=key,
        fingerprint=answers.fingerprint("POST", request.url.path, body) if key else "",
        language=security.language(request.scope),
    )
