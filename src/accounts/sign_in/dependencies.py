"""Who is asking? Every handler that needs to know asks here."""

from typing import Any

from litestar import Request
from litestar.di import NamedDependency, Provide
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.keys import queries as keys
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in import queries as sign_in
from kit import settings
from kit.errors import NotFound, NotSignedIn

API = "/api/"


def cookie_name() -> str:
    """Return the session cookie's name; over https a browser accepts it from this host alone."""
    return "__Host-tremplin" if settings.current().https else "tremplin"


async def provide_visitor(request: Request[Any, Any, Any], session: NamedDependency[AsyncSession]) -> Viewer | None:
    """Return who is signed in: by cookie on pages, by key in the API, never one in the place of the other."""
    if request.url.path.startswith(API):
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        visitor = await keys.viewer(session, key) if scheme.lower() == "bearer" and key else None
    else:
        token = request.cookies.get(cookie_name())
        visitor = await sign_in.viewer(session, token) if token else None
    request.state.visitor = visitor
    return visitor


def only(*roles: Role) -> Provide:
    """Let in who holds one of these roles; others learn nothing. Raises NotSignedIn or NotFound."""

    async def provide_viewer(visitor: NamedDependency[Viewer | None]) -> Viewer:
        if visitor is None:
            raise NotSignedIn
        if roles and not visitor.has(*roles):
            raise NotFound
        return visitor

    return Provide(provide_viewer)
