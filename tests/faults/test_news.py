"""News between two processes over PostgreSQL: long ones too, and again after the server was away."""

import asyncio

import msgspec
from litestar.channels import ChannelsPlugin

from kit import news
from tests.postgresql import OwnServer

SECONDS = 20


async def heard(listening: ChannelsPlugin, telling: ChannelsPlugin, said: bytes) -> bytes:
    """Tell something again and again until it is heard: news are lost while the server is away."""
    async with listening.start_subscription("hall") as told, asyncio.timeout(SECONDS):
        stream = told.iter_events()
        found = news.MISSED
        while found == news.MISSED:
            hears = asyncio.ensure_future(anext(stream))
            while not hears.done():
                telling.publish(said, "hall")
                await asyncio.wait([hears], timeout=0.5)
            found = hears.result()
        return found


async def test_news_reach_another_process_and_do_so_again_after_a_restart(database_server: OwnServer) -> None:
    one, other = news.wire(database_server.url), news.wire(database_server.url)
    long = msgspec.json.encode({"sdp": "a=candidate:1 1 udp 2122260223 é☀\r\n" * 900})
    assert len(long) > news.PAYLOAD
    database_server.stop()
    async with one, other:
        database_server.start()
        assert await heard(one, other, b"short") == b"short"
        assert await heard(other, one, long) == long
        database_server.stop()
        other.publish(b"lost", "hall")
        await asyncio.sleep(0.5)
        database_server.start()
        assert await heard(one, other, b"again") == b"again"
        assert await heard(other, one, long) == long
