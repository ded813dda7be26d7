"""Refusals for programs: problem details (RFC 9457)."""

from typing import Any

from litestar.response import Response

from interviews.bookings.errors import WithAlternatives
from kit.errors import Conflict, Forbidden, Invalid, NotFound, NotSignedIn, Refusal, TooMany

STATUS: dict[type[Refusal], int] = {
    NotSignedIn: 401,
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
}


def of(refusal: Refusal) -> Response[Any]:
    """Return a refusal as a problem, in the language of whoever reads now."""
    return problem(status_of(refusal), refusal.kind, refusal.sentence(), **_members(refusal))


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal's kind."""
    return next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), 400)


def problem(status: int, kind: str, title: str, headers: dict[str, str] | None = None, **members: Any) -> Response[Any]:
    """Return problem details (RFC 9457); ``type`` is stable for each kind of refusal."""
    body = {"type": f"urn:tremplin:{kind}", "title": title, "status": status, **members}
    return Response(body, status_code=status, media_type="application/problem+json", headers=headers)


def _members(refusal: Refusal) -> dict[str, Any]:
    members: dict[str, Any] = {"way_out": refusal.way_out} if refusal.way_out else {}
    if isinstance(refusal, Invalid):
        members["errors"] = [{"field": f, "message": m} for f, m in refusal.errors().items()]
    if isinstance(refusal, WithAlternatives):
        members["alternatives"] = refusal.alternatives
    return members
