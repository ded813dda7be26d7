"""The mailbox in which answers arrive: each message is taken in one transaction, and only then moved away."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from imaplib import IMAP4
from typing import Any

import msgspec
import structlog
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.database import Model, Sessions
from kit.mail.incoming import MOST_BYTES, Incoming
from kit.settings import Settings

MOST_AT_ONCE = 500
TIMEOUT_SECONDS = 30
LOST = (IMAP4.error, ImapToolsError, OSError, EOFError)
log = structlog.get_logger()
Take = Callable[[AsyncSession, Incoming], Awaitable[None]]
GiveUp = Callable[[AsyncSession, Incoming, str], Awaitable[None]]


class TakenMessage(Model):
    """A message that was taken out of the mailbox; a repeat of its place changes nothing."""

    __tablename__ = "taken_message"

    place: Mapped[str] = mapped_column(unique=True)
    fingerprint: Mapped[str] = mapped_column(index=True)
    message_id: Mapped[str]
    taken_at: Mapped[datetime]


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """How many messages were taken, and whether the mailbox was in reach to the end."""

    taken: int
    whole: bool


class Inbox:
    """One folder of an IMAP server, over one connection; its methods wait for the network."""

    def __init__(self, box: BaseMailBox, folder: str, done_folder: str) -> None:
        self._box, self._folder, self._done = box, folder, done_folder
        status = box.folder.status(folder, ["UIDVALIDITY"])
        self._validity = status["UIDVALIDITY"]
        if not box.folder.exists(done_folder):
            box.folder.create(done_folder)
        box.folder.set(folder)

    def waiting(self) -> list[str]:
        """Return the UIDs of what waits, the oldest first, and no more than fit into one visit."""
        return sorted(self._box.uids("UNDELETED"), key=int)[:MOST_AT_ONCE]

    def fetch(self, uid: str) -> Incoming | None:
        """Return a message without marking it, cut off where it is too large; None if it is gone."""
        status, answer = self._box.client.uid("fetch", uid, f"(RFC822.SIZE BODY.PEEK[]<0.{MOST_BYTES}>)")
        found: list[Any] = [one for one in answer if isinstance(one, tuple)]
        if status != "OK" or not found:
            return None
        raw: bytes = found[0][1]
        said = b" ".join(one[0] if isinstance(one, tuple) else one for one in answer if one)
        place = f"{self._folder};{self._validity};{uid}"
        return Incoming(place=place, raw=raw, size=_size(said, len(raw)), arrived_at=clock.now())

    def done(self, uid: str) -> None:
        """Move a message away."""
        self._box.move(uid, self._done)


@contextmanager
def opened(chosen: Settings) -> Iterator[Inbox]:
    """Open the mailbox of the settings; raises one of LOST."""
    box = _connect(chosen)
    try:
        box.login(chosen.imap_user, chosen.imap_password, initial_folder=None)
        able = box.client.capability()[1][-1]  # MOVE is often offered to who is signed in only
        box.client.capabilities = tuple(able.decode().upper().split())
        yield Inbox(box, chosen.imap_folder, chosen.imap_done_folder)
    finally:
        with suppress(*LOST):
            box.logout()
        with suppress(OSError):
            box.client.shutdown()  # a lost connection is not closed by saying good-bye


async def read(sessions: Sessions, chosen: Settings, take: Take, give_up: GiveUp) -> Visit:
    """Take every message that waits. A lost connection ends the visit, and the next goes on.

    What cannot be taken is given up in a transaction of its own and moved away too, so that nothing
    stops the ones behind it; where the database itself fails, the message stays.
    """
    taken, whole = 0, True
    visit = opened(chosen)
    try:
        box = await asyncio.to_thread(visit.__enter__)
    except LOST as lost:
        log.warning("mailbox out of reach", error=type(lost).__name__, said=str(lost)[:200])
        return Visit(taken=0, whole=False)
    try:
        for uid in await asyncio.to_thread(box.waiting):
            incoming = await asyncio.to_thread(box.fetch, uid)
            if incoming is None:
                continue
            if await _take(sessions, incoming, take, give_up):
                await asyncio.to_thread(box.done, uid)
                taken += 1
    except LOST as lost:
        whole = False
        log.warning("mailbox lost on the way", error=type(lost).__name__, said=str(lost)[:200], taken=taken)
    except (OperationalError, InterfaceError) as lost:
        log.warning("message stays in the mailbox", error=type(lost).__name__, taken=taken)
    finally:
        await asyncio.to_thread(visit.__exit__, None, None, None)
    return Visit(taken=taken, whole=whole)


async def seen_before(session: AsyncSession, incoming: Incoming) -> bool:
    """Say whether the same message was taken from another place: somebody sent it again."""
    found = select(TakenMessage.id).where(
        TakenMessage.fingerprint == incoming.fingerprint, TakenMessage.place != incoming.place
    )
    return await session.scalar(found.limit(1)) is not None


async def _take(sessions: Sessions, incoming: Incoming, take: Take, give_up: GiveUp) -> bool:
    """Take a message once, whoever else reads the mailbox; say whether it may be moved away."""
    try:
        await _once(sessions, incoming, take)
    except (OperationalError, InterfaceError):
        raise
    except Exception as failed:  # noqa: BLE001 - whatever a message does, the ones behind it are read
        return await _give_up(sessions, incoming, give_up, failed)
    return True


async def _give_up(sessions: Sessions, incoming: Incoming, give_up: GiveUp, failed: Exception) -> bool:
    why = f"{type(failed).__name__}: {failed}"[:300]
    log.warning("message given up", error=type(failed).__name__)

    async def note(session: AsyncSession, message: Incoming) -> None:
        await give_up(session, message, why)

    try:
        await _once(sessions, incoming, note)
    except (OperationalError, InterfaceError):
        raise
    except Exception as again:  # noqa: BLE001 - it stays where it is, and the next one is read
        log.warning("message not even given up", error=type(again).__name__)
        return False
    return True


async def _once(sessions: Sessions, incoming: Incoming, take: Take) -> None:
    """Do it in one transaction with the note that it was done; a message that was taken is left alone."""
    async with sessions.begin() as session:
        try:
            async with session.begin_nested():
                session.add(_taken(incoming))
        except IntegrityError:
            return
        await take(session, incoming)


def _taken(incoming: Incoming) -> TakenMessage:
    return TakenMessage(
        place=incoming.place,
        fingerprint=incoming.fingerprint,
        message_id=incoming.message_id[:500],
        taken_at=clock.now(),
    )


def _connect(chosen: Settings) -> BaseMailBox:
    host, port = chosen.imap_host, chosen.imap_port
    if chosen.imap_tls == "no":
        return MailBoxUnencrypted(host, port, timeout=TIMEOUT_SECONDS)
    kind = MailBox if chosen.imap_tls == "yes" else MailBoxStartTls
    return kind(host, port, timeout=TIMEOUT_SECONDS, ssl_context=ssl.create_default_context())


def _size(said: bytes, fetched: int) -> int:
    """Read RFC822.SIZE from the server's answer; at least what was fetched."""
    words = said.decode("ascii", "replace").upper().replace("(", " ").split()
    told = words[words.index("RFC822.SIZE") + 1] if "RFC822.SIZE" in words[:-1] else "0"
    return max(int(told) if told.isdigit() else 0, fetched)
