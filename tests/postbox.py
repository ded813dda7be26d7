"""A real SMTP server for tests, and what it took, parsed."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from icalendar import Calendar

from kit.database import Sessions
from kit.mail import orders
from kit.mail.delivery import PostOffice
from kit.mail.postman import SmtpPostman
from tests.calendars import assert_valid_mail
from web.letterbox.server import controller
from web.reactions import WRITERS


class Postbox:
    """Delivers the outbox over SMTP and reads what arrived."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port

    async def deliver(self, sessions: Sessions) -> list[EmailMessage]:
        """Write and deliver everything that waits; return what arrived, in order."""
        await write_letters(sessions)
        postman = SmtpPostman("127.0.0.1", self.port)
        await PostOffice(sessions, postman, room=1).deliver_due()
        await postman.close()
        return await asyncio.to_thread(self.letters)

    def letters(self) -> list[EmailMessage]:
        """Return what arrived, in order, each checked whole."""
        return [assert_valid_mail(path.read_bytes()) for path in sorted(self.folder.glob("*.eml"))]


async def write_letters(sessions: Sessions) -> None:
    """Write every letter that was ordered into the outbox."""
    for _ in range(100):
        async with sessions.begin() as session:
            if not await orders.write_next(session, WRITERS):
                return


def calendar_of(text: bytes | str) -> Any:
    """Read a calendar; its parts are as loosely typed as RFC 5545 lets them be."""
    return Calendar.from_ical(text)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def postbox(folder: Path) -> Iterator[Postbox]:
    port = free_port()
    server = controller(folder, "127.0.0.1", port)
    server.start()
    try:
        yield Postbox(folder, port)
    finally:
        server.stop()
