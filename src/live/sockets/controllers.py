"""The socket of an event's hall: authorised when it opens, and at every message."""

import asyncio
import time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from litestar import websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in import queries as sign_in
from accounts.sign_in.dependencies import cookie_name
from events.planning import queries as planning
from events.planning.models import Event
from kit import i18n, news, settings
from kit.errors import Refusal
from live.exclusions import queries as exclusions
from live.news.schemas import FromBrowser, Welcome
from live.presence import queries as presence
from live.sockets.connections import COME_BACK, NOT_WELCOME, TOO_MUCH, Connection, Socket
from live.sockets.rooms import Rooms
from live.talks import queries as talks
from live.talks import service

LONGEST = 32_000  # characters of one message: a description of a call is a few thousand
TRUSTED_SECONDS = 2.0  # for so long it is known who is in a talk
read = msgspec.json.Decoder(FromBrowser).decode


@websocket("/live/{event_id:uuid}")
async def hall_socket(socket: Socket, event_id: FromPath[UUID]) -> None:
    """Tell a browser what happens in the hall of an event, and pass on what the sides of a talk tell each other."""
    connection = await _admitted(socket, event_id)
    if connection is None:
        await socket.close(NOT_WELCOME)
        return
    await socket.accept()
    rooms: Rooms = socket.app.state.rooms
    connection.tell(Welcome(beat=int(presence.BEAT.total_seconds())))
    room = rooms.enter(event_id, connection, _since(socket))
    if room is None:
        await socket.close(COME_BACK)
        return
    writing = connection.begin()
    try:
        await _hear(connection)
    except asyncio.CancelledError:  # a browser that takes nothing in does not end by itself
        if not connection.ended:
            raise
    finally:
        rooms.leave(room, connection)
        connection.end(COME_BACK)
        await writing


async def _admitted(socket: Socket, event_id: UUID) -> Connection | None:
    """Return who may listen: from our own pages, to an event that everybody may see, and not removed from it."""
    if not _is_ours(socket):
        return None
    token = socket.cookies.get(cookie_name(), "")
    rooms: Rooms = socket.app.state.rooms
    language = i18n.choose(socket.cookies.get("language"), socket.headers.get("accept-language", ""))
    try:
        async with rooms.door, rooms.ground.reading.begin() as session:
            viewer = await sign_in.viewer(session, token) if token else None
            event = await planning.public_event(session, event_id)
            if viewer:
                await exclusions.ensure_welcome(session, event_id, viewer.id)
    except Refusal:
        return None
    return Connection(socket, viewer, token if viewer else "", language, desk=_runs(viewer, event))


def _since(socket: Socket) -> float | None:
    """Return when the page was read that opens the socket; None where it reads itself again."""
    try:
        return float(socket.query_params.get("since", ""))
    except ValueError:
        return None


def _runs(viewer: Viewer | None, event: Event) -> bool:
    return viewer is not None and event.territory_id in viewer.scopes(Role.ADVISER)


def _is_ours(socket: Socket) -> bool:
    """Say whether one of our own pages opens the socket: browsers tell its origin (RFC 6455, section 10.2)."""
    origin = urlsplit(socket.headers.get("origin", "")).netloc
    return bool(origin) and origin in {urlsplit(settings.current().public_url).netloc, socket.headers.get("host", "")}


async def _hear(connection: Connection) -> None:
    """Take in what the browser sends until it goes; too much of it, or what is no message, ends the connection."""
    try:
        while True:
            said = await connection.socket.receive_text()
            if len(said) > LONGEST or not connection.may_speak():
                connection.end(TOO_MUCH)
                return
            await _pass_on(connection, read(said))
    except (msgspec.DecodeError, Refusal):
        connection.end(TOO_MUCH)
    except WebSocketDisconnect:
        return


async def _pass_on(connection: Connection, said: Any) -> None:
    if connection.viewer is None:
        connection.end(TOO_MUCH)
        return
    state = connection.socket.app.state
    sides = await _sides(connection, said.talk)
    async with state.reading() as session:
        service.pass_on(session, connection.viewer, sides, said)
        news.spread(session, state.wire)


async def _sides(connection: Connection, talk_id: UUID) -> talks.Sides:
    """Return the talk that a message is for; raises NotFound for one that is not this person's."""
    until, sides = connection.known.get(talk_id, (0.0, None))
    if sides is not None and until > time.monotonic():
        found: talks.Sides = sides
        return found
    assert connection.viewer  # noqa: S101 - asked before
    async with connection.socket.app.state.reading.begin() as session:
        found = await talks.talk_of(session, connection.viewer, talk_id)
    connection.known[talk_id] = (time.monotonic() + TRUSTED_SECONDS, found)
    return found
