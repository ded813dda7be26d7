"""From a refusal to an HTTP answer: the only place that knows both."""

from typing import Any, TypeAlias
from urllib.parse import quote

import structlog
from litestar import Request
from litestar.exceptions import HTTPException, NotFoundException, ValidationException
from litestar.response import Redirect, Response, Template
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from kit import i18n
from kit.errors import NotSignedIn, Refusal
from kit.forms import Rejected
from kit.i18n import gettext
from web import problems, security
from web.once import Repeated

AnyRequest: TypeAlias = Request[Any, Any, Any]
UNAVAILABLE = 503
# PostgreSQL's codes (appendix A of its manual); SQLite says it in words.
DISK_FULL = "53100"
AWAY = ("08", "53", "57P")  # no connection, no resources, shutting down or starting up
log = structlog.get_logger()


def refuse(request: AnyRequest, refusal: Refusal) -> Response[Any] | Template | Redirect:
    """Answer a refusal: as a problem (RFC 9457) in the API, as a page with a way out elsewhere."""
    if _is_api(request):
        return problems.of(refusal)
    if isinstance(refusal, NotSignedIn) and request.method == "GET":
        return Redirect(f"/sign-in?next={quote(request.url.path)}", status_code=303)
    return page(request, problems.status_of(refusal), refusal.sentence(), refusal.way_out)


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
    return problems.problem(400, "wrong-fields", sentence, errors=errors)


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
        return problems.problem(error.status_code, "request", sentence, headers=error.headers)
    return page(request, error.status_code, sentence, None)


def broken(request: AnyRequest, error: Exception) -> Response[Any] | Template:
    """Answer what went wrong on our side; the log gets the details, the person does not."""
    log.error("broken", path=request.scope.get("path_template", ""), exc_info=error)
    status, kind, sentence = _outage(error)
    if _is_api(request):
        headers = {"retry-after": "5"} if status == UNAVAILABLE else None
        return problems.problem(status, kind, sentence, headers=headers)
    return page(request, status, sentence, None)


def _outage(error: Exception) -> tuple[int, str, str]:
    """Say what went wrong as far as it helps: the disk is full, the database is away, or something else."""
    code = str(getattr(error.orig, "sqlstate", "")) if isinstance(error, DBAPIError) else ""
    if code == DISK_FULL or (isinstance(error, DBAPIError) and "is full" in str(error.orig)):
        return UNAVAILABLE, "no-room", gettext("There is no room left to keep this. Nothing was changed.")
    if isinstance(error, (PoolTimeout, ConnectionError)) or (
        isinstance(error, DBAPIError)
        and (error.connection_invalidated or isinstance(error, OperationalError) or code.startswith(AWAY))
    ):
        sentence = gettext("The service is not available at this moment. Nothing was changed. Please try again soon.")
        return UNAVAILABLE, "unavailable", sentence
    return 500, "internal", gettext("Something went wrong on our side. Nothing was changed. Please try again.")


def page(request: AnyRequest, status: int, sentence: str, way_out: str | None) -> Template:
    """Return a page that says what happened and where to go from there."""
    context = {"sentence": sentence, "way_out": way_out, "visitor": _visitor(request)}
    return Template("web/refused.html", context=context, status_code=status)


def _is_api(request: AnyRequest) -> bool:
    return request.url.path.startswith("/api/")


def _visitor(request: AnyRequest) -> Any:
    return getattr(request.state, "visitor", None)


def repeated(_: AnyRequest, __: Repeated) -> Response[Any]:
    """Answer who came second with the same key; the first answer takes this one's place."""
    return problems.problem(
        409, "repeated", gettext("This was already sent. Load the page again to see what became of it.")
    )


HANDLERS: dict[int | type[Exception], Any] = {
    Refusal: refuse,
    Rejected: reject,
    Repeated: repeated,
    ValidationException: unreadable,
    NotFoundException: http_error,
    HTTPException: http_error,
    Exception: broken,
}
