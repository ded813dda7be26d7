"""A real SMTP server that answers as a test tells it to, and counts what it took."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.postbox import free_port

Said = str | Callable[[SMTP], Any] | None


def hang(_: SMTP) -> Any:
    """Say nothing for longer than anybody waits."""
    return asyncio.sleep(30)


TAKE_AND_DROP = "250 lost"


async def drop(server: SMTP) -> None:
    """End the connection instead of answering."""
    assert server.transport
    server.transport.close()


class Sink:
    """Takes letters; ``on_rcpt`` and ``on_data`` may answer otherwise, by recipient."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.taken: list[EmailMessage] = []
        self.sessions: set[int] = set()
        self.now: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.slow = 0.0
        self.tries: Counter[str] = Counter()
        self.on_rcpt: Callable[[str], Said] = lambda _: None
        self.on_data: Callable[[str], Said] = lambda _: None
        self.refuse: Callable[[], None]
        self.listen: Callable[[], None]
        self._lock = threading.Lock()

    @property
    def ids(self) -> Counter[str]:
        """How often each letter was taken, by Message-ID."""
        with self._lock:
            return Counter(str(message["Message-ID"]) for message in self.taken)

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        _: list[str],
    ) -> str:
        self.tries[address] += 1
        said = await _answer(self.on_rcpt(address), server)
        if said is None:
            envelope.rcpt_tos.append(address)
        return said or "250 go on"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        [recipient] = envelope.rcpt_tos
        domain = recipient.rpartition("@")[2]
        self.sessions.add(id(session))
        self.now[domain] += 1
        self.most[domain] = max(self.most[domain], self.now[domain])
        await asyncio.sleep(self.slow)
        self.now[domain] -= 1
        said = await _answer(self.on_data(recipient), server)
        if said is None or said.startswith("250"):
            parsed = BytesParser(policy=policy.default).parsebytes(envelope.original_content or b"")
            assert isinstance(parsed, EmailMessage)
            with self._lock:
                self.taken.append(parsed)
        if said == TAKE_AND_DROP:
            await drop(server)
        return said or "250 taken"


async def _answer(said: Said, server: SMTP) -> str | None:
    if callable(said):
        await said(server)
        return "451 too late"
    return said


class _Door(Controller):
    """A server that leaves nobody inside when it closes, whoever was killed on the other side."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._inside: list[SMTP] = []

    def factory(self) -> SMTP:
        guest = SMTP(self.handler, **self.SMTP_kwargs)
        self._inside.append(guest)
        return guest

    async def _empty(self) -> None:
        """Close the door when nobody stands in it: Python leaves a connection open that is being let in."""
        assert self.server
        async with asyncio.timeout(10):
            while doing := asyncio.all_tasks() - {asyncio.current_task()}:
                for guest in self._inside:
                    if guest.transport:
                        guest.transport.close()
                await asyncio.wait(doing, timeout=0.05)
        self.server.close()

    def stop(self, no_assert: bool = False) -> None:
        asyncio.run_coroutine_threadsafe(self._empty(), self.loop).result(10)
        super().stop(no_assert)


@contextmanager
def sink(port: int = 0, **options: Any) -> Iterator[Sink]:
    """Run a sink; ``refuse`` closes its door, ``listen`` opens it again."""
    made = Sink(port or free_port())
    running: list[Controller] = []

    def listen() -> None:
        running.append(_Door(made, hostname="127.0.0.1", port=made.port, **options))
        running[-1].start()

    def refuse() -> None:
        running.pop().stop()

    made.listen, made.refuse = listen, refuse
    listen()
    try:
        yield made
    finally:
        if running:
            refuse()
