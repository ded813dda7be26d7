"""From a refusal to an HTTP answer: the only place that knows both."""

from typing import Any, TypeAlias
from urllib.parse import quote

import structlog
from litestar import Request
from litestar.exceptions import HTTPException, NotFoundException, ValidationException
from litestar.response import Redirect, Response, Template

from interviews.bookings.errors import WithAlternatives
from kit import i18n
from kit.errors import Conflict, Forbidden, Invalid, NotFound, NotSignedIn, Refusal, TooMany
from kit.forms import Rejected
from kit.i18n import gettext
from web import security
from web.once import Repeated

AnyRequest: TypeAlias = Request[Any, Any, Any]
STATUS: dict[type[Refusal], int] = {
    NotSignedIn: 401,
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
}
log = structlog.get_logger()


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal's kind."""
    return next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), 400)


def refuse(request: AnyRequest, refusal: Refusal) -> Response[Any] | Template | Redirect:
    """Answer a refusal: as a problem (RFC 9457) in the API, as a page with a way out elsewhere."""
    if _is_api(request):
        return problem(status_of(refusal), refusal.kind, refusal.sentence(), **_members(refusal))
    if isinstance(refusal, NotSignedIn) and request.method == "GET":
        return Redirect(f"/sign-in?next={quote(request.url.path)}", status_code=303)
    return page(request, status_of(refusal), refusal.sentence(), refusal.way_out)


def reject(request: AnyRequest, rejected: Rejected) -> Template:
    """Show the form again, as it was filled in, with its errors."""
    return Template(
        rejected.template, context={"visitor": _visitor(request), **rejected.context}, status_code=rejected.status
    )


def unreadable(request: AnyRequest, wrong: ValidationException) -> Response[Any] | Template:
    """Answer a request whose parts have the wrong types."""
    sentence = gettext("Some answers must be mended.")
    if not _is_api(request):
        return page(request, 400, sentence, None)
    errors = [
        {"field": str(part.get("key", "")), "message": str(part.get("message", ""))}
        for part in (wrong.extra if isinstance(wrong.extra, list) else [])
        if isinstance(part, dict)
    ]
    return problem(400, "wrong-fields", sentence, errors=errors)


def http_error(request: AnyRequest, error: HTTPException) -> Response[Any] | Template:
    """Answer what Litestar itself refuses."""
    i18n.speak(security.language(request.scope))  # an unknown address never passed the middleware
    sentences = {
        403: gettext("This page was open for too long. Go back, load it again and send it once more."),
        404: gettext("This page does not exist, or is not yours to see."),
        405: gettext("This cannot be done here."),
        413: gettext("This is too large to be sent."),
    }
    sentence = sentences.get(error.status_code, gettext("This request could not be understood."))
    if _is_api(request):
        return problem(error.status_code, "request", sentence, headers=error.headers)
    return page(request, error.status_code, sentence, None)


def broken(request: AnyRequest, error: Exception) -> Response[Any] | Template:
    """Answer what went wrong on our side; the log gets the details, the person does not."""
    log.error("broken", path=request.scope.get("path_template", ""), exc_info=error)
    sentence = gettext("Something went wrong on our side. Nothing was changed. Please try again.")
    if _is_api(request):
        return problem(500, "internal", sentence)
    return page(request, 500, sentence, None)


def problem(status: int, kind: str, title: str, headers: dict[str, str] | None = None, **members: Any) -> Response[Any]:
    """Return problem details (RFC 9457); ``type`` is stable for each kind of refusal."""
    body = {"type": f"urn:tremplin:{kind}", "title": title, "status": status, **members}
    return Response(body, status_code=status, media_type="application/problem+json", headers=headers)


def page(request: AnyRequest, status: int, sentence: str, way_out: str | None) -> Template:
    """Return a page that says what happened and where to go from there."""
    context = {"sentence": sentence, "way_out": way_out, "visitor": _visitor(request)}
    return Template("web/refused.html", context=context, status_code=status)


def _members(refusal: Refusal) -> dict[str, Any]:
    members: dict[str, Any] = {"way_out": refusal.way_out} if refusal.way_out else {}
    if isinstance(refusal, Invalid):
        members["errors"] = [{"field": f, "message": m} for f, m in refusal.errors().items()]
    if isinstance(refusal, WithAlternatives):
        members["alternatives"] = refusal.alternatives
    return members


def _is_api(request: AnyRequest) -> bool:
    return request.url.path.startswith("/api/")


def _visitor(request: AnyRequest) -> Any:
    return getattr(request.state, "visitor", None)


def repeated(_: AnyRequest, __: Repeated) -> Response[Any]:
    """Answer who came second with the same key; the first answer takes this one's place."""
    return problem(409, "repeated", gettext("This was already sent. Load the page again to see what became of it."))


HANDLERS: dict[int | type[Exception], Any] = {
    Refusal: refuse,
    Rejected: reject,
    Repeated: repeated,
    ValidationException: unreadable,
    NotFoundException: http_error,
    HTTPException: http_error,
    Exception: broken,
}
