"""Alive, and ready: what an operator's probes ask."""

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from kit.mail import orders, outbox
from web import beats, reader
from web.reader import MailboxState
from web.schema import at_head


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the product can serve; reaching this answer means that the database answers.

    A mailbox out of reach is told, and makes nothing unready: bookings go on without it.
    """

    migrations_at_head: bool
    worker_seen: bool
    letters_waiting: int
    mailbox: MailboxState | None


@get("/healthz", include_in_schema=False)
async def healthz() -> dict[str, str]:
    """Say that the process is alive."""
    return {"status": "alive"}


@get("/readyz", include_in_schema=False)
async def readyz(session: NamedDependency[AsyncSession]) -> Response[Ready]:
    """Say whether the product can serve; 503 if not."""
    ready = Ready(
        migrations_at_head=await at_head(session),
        worker_seen=await beats.alive(session),
        letters_waiting=await outbox.waiting_count(session) + await orders.waiting_count(session),
        mailbox=await reader.state(session),
    )
    return Response(ready, status_code=200 if ready.migrations_at_head and ready.worker_seen else 503)
