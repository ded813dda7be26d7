"""Put the application together."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from litestar import Litestar, Request
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.plugins.prometheus import PrometheusConfig, PrometheusController
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig
from litestar.types import Scope
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.sign_in.dependencies import provide_visitor
from kit import clock, database, news, settings, templates
from kit.database import Sessions
from live.sockets.rooms import Ground, Rooms
from web import errors, once, pages, processes, routes, security, shared
from web.reactions import REACTIONS
from web.rush import door
from web.rush.desk import Desk
from web.shared import Shared

BODY_LIMIT = 6_000_000
ROOMS_CONNECTIONS = 6  # news do not wait behind requests


def serving() -> Litestar:
    """Build the application for a process that does nothing else."""
    app = create_app()
    app.on_startup.append(processes.settle)
    return app


def create_app(sessions: Sessions | None = None) -> Litestar:
    """Build the application on the given database, or on the one of the settings."""
    wire = news.wire(settings.current().database)
    app = Litestar(
        route_handlers=[*routes.PAGES, *routes.API, *routes.SOCKETS, *routes.HEALTH, *_by_setting(), _static()],
        plugins=[wire],
        dependencies={"session": Provide(_provide_session), "visitor": Provide(provide_visitor)},
        exception_handlers=errors.HANDLERS,
        middleware=_middleware(),
        before_request=door.before,
        after_request=once.after,
        after_exception=[_let_go],
        before_send=[security.put_headers],
        on_startup=[_warm_up, _listen],
        on_shutdown=[_fall_silent],
        csrf_config=security.csrf(),
        openapi_config=_openapi(),
        logging_config=None,  # structlog is set up by the command; see web/logs.py
        request_max_body_size=BODY_LIMIT,
        template_config=TemplateConfig(instance=JinjaTemplateEngine.from_environment(pages.environment())),
    )
    app.state.wire, app.state.listening = wire, False
    stand_on(app, sessions or database.session_factory(database.engine(settings.current().database), REACTIONS))
    return app


def stand_on(app: Litestar, writing: Sessions) -> None:
    """Let an application serve this database; what it kept of another one is forgotten.

    SQLite has one writer: requests take turns in their order, for who merely waits for its lock may wait for ever.
    """
    turn = asyncio.Lock() if writing.kw["bind"].dialect.name == "sqlite" else None
    now = {
        "writing": writing,
        "turn": turn,
        "reading": database.reading(writing),
        "desk": Desk(writing),
        "shared": Shared(),
    }
    for name, thing in now.items():
        setattr(app.state, name, thing)


async def _warm_up(app: Litestar) -> None:
    desk: Desk = app.state.desk
    await desk.warm_up()


async def _listen(app: Litestar) -> None:
    own = database.apart(app.state.writing, connections=ROOMS_CONNECTIONS)
    app.state.rooms, app.state.listening = Rooms(Ground(app.state.wire, database.reading(own), own)), True


async def _fall_silent(app: Litestar) -> None:
    app.state.listening = False
    await app.state.rooms.close()


async def _provide_session(request: Request[Any, Any, Any]) -> AsyncIterator[AsyncSession]:
    state, request.state.asked_at = request.app.state, clock.now()
    chosen: Sessions = state.reading if request.method in {"GET", "HEAD"} else state.writing
    turn: asyncio.Lock | None = state.turn if chosen is state.writing else None
    if turn is not None:
        await turn.acquire()
        request.scope["state"]["turn"] = turn
    try:
        async with chosen.begin() as session:
            once.joins(session)
            request.scope["state"]["session"] = session
            yield session
    finally:
        _end_turn(request.scope)
    if state.listening:
        news.spread(session, state.wire)


def _end_turn(scope: Scope) -> None:
    """Let the next request write, if this one had its turn."""
    turn: asyncio.Lock | None = scope["state"].pop("turn", None)
    if turn is not None:
        turn.release()


async def _let_go(_: Exception, scope: Scope) -> None:
    """End the transaction of a request that was refused on its way in: Litestar leaves it to the garbage collector."""
    session: AsyncSession | None = scope["state"].pop("session", None)
    if session is not None:
        await session.close()
    _end_turn(scope)


def _by_setting() -> tuple[Any, ...]:
    chosen = settings.current()
    return (*(routes.DEMO if chosen.demo else ()), *((PrometheusController,) if chosen.metrics else ()))


def _middleware() -> list[Any]:
    ours = [security.every_answer, once.keeping_refusals, shared.keeping]
    counting = PrometheusConfig(app_name="tremplin", prefix="tremplin", group_path=True).middleware
    return [*(DefineMiddleware(one) for one in ours), *([counting] if settings.current().metrics else [])]


def _static() -> Any:
    return create_static_files_router(
        path="/static", directories=[templates.static_folder()], cache_control=None, include_in_schema=False
    )


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Tremplin",
        version="1",
        description="From a company's need to an outcome. Refusals are problem details (RFC 9457). "
        "Send `Idempotency-Key` with any POST or DELETE: the same request is answered alike for 24 hours.",
        path="/api/v1",
        render_plugins=[JsonRenderPlugin()],
        components=Components(
            security_schemes={
                "key": SecurityScheme(type="http", scheme="bearer", description="`tremplin token create`")
            }
        ),
        security=[{"key": []}],
        use_handler_docstrings=True,
    )
