"""The mailbox is read to the end, whatever is in it and whatever the line does."""

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from kit import clock
from kit.database import Sessions
from kit.mail import inbox
from kit.mail.inbox import TakenMessage
from kit.mail.incoming import MOST_BYTES, Incoming, Unreadable
from tests.mailserver import MailServer, bad_line, dovecot


@pytest.fixture(scope="module")
def running() -> Iterator[MailServer]:
    with dovecot() as server:
        yield server


@pytest.fixture
def server(running: MailServer) -> MailServer:
    running.empty()
    return running


def mail(number: int, body: str = "") -> bytes:
    return f"From: a@example.org\r\nMessage-ID: <{number}@example.org>\r\nSubject: {number}\r\n\r\n{body}\r\n".encode()


class Desk:
    """Notes what it takes, in the transaction it is given."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.given_up: list[str] = []

    async def take(self, session: AsyncSession, incoming: Incoming) -> None:
        list(incoming.parts())
        self.taken[incoming.subject] += 1

    async def give_up(self, session: AsyncSession, incoming: Incoming, why: str) -> None:
        self.given_up.append(why)


async def count(sessions: Sessions) -> int:
    async with sessions() as session:
        return await session.scalar(select(func.count()).select_from(TakenMessage)) or 0


async def test_every_message_is_taken_once_and_moved_away(server: MailServer, sessions: Sessions) -> None:
    server.put(*(mail(n) for n in range(5)))
    desk = Desk()
    assert (await inbox.read(sessions, server.settings(), desk.take, desk.give_up)).taken == 5
    assert (await inbox.read(sessions, server.settings(), desk.take, desk.give_up)).taken == 0
    assert desk.taken == {str(n): 1 for n in range(5)}
    assert (server.count(), server.count("Tremplin")) == (0, 5)


async def test_who_looks_into_the_mailbox_makes_nothing_disappear(server: MailServer, sessions: Sessions) -> None:
    server.put(mail(1))
    with server.box() as box:
        assert len(list(box.fetch(mark_seen=True))) == 1
    desk = Desk()
    assert (await inbox.read(sessions, server.settings(), desk.take, desk.give_up)).taken == 1


@pytest.mark.parametrize("step", [700, 1300, 2900])
async def test_a_line_that_is_cut_loses_nothing_and_repeats_nothing(
    server: MailServer, sessions: Sessions, step: int
) -> None:
    server.put(*(mail(n, "x" * 200) for n in range(12)))
    desk = Desk()
    async with bad_line(server) as line:
        line.cut_after = step
        for _ in range(40):
            await inbox.read(sessions, server.settings(line.port), desk.take, desk.give_up)
            line.cut_after += 150  # the line gets better, slowly
            if not server.count():
                break
        assert line.cuts >= 1
    assert desk.taken == {str(n): 1 for n in range(12)}
    assert (server.count(), server.count("Tremplin"), await count(sessions)) == (0, 12, 12)


async def test_a_crash_before_the_move_repeats_a_message_that_changes_nothing(
    server: MailServer, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put(mail(1), mail(2))
    desk = Desk()

    def broken(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(inbox.Inbox, "done", broken)
        assert (await inbox.read(sessions, server.settings(), desk.take, desk.give_up)).taken == 0
    assert server.count() == 2
    assert (await inbox.read(sessions, server.settings(), desk.take, desk.give_up)).taken == 2
    assert desk.taken == {"1": 1, "2": 1}


async def test_a_database_that_is_away_leaves_the_message(server: MailServer, sessions: Sessions) -> None:
    server.put(mail(1))
    desk = Desk()

    async def away(session: AsyncSession, incoming: Incoming) -> None:
        raise OperationalError("", {}, Exception())

    assert (await inbox.read(sessions, server.settings(), away, desk.give_up)).taken == 0
    assert (server.count(), desk.given_up) == (1, [])
    assert (await inbox.read(sessions, server.settings(), desk.take, desk.give_up)).taken == 1


async def test_a_message_that_breaks_everything_does_not_stop_the_next(server: MailServer, sessions: Sessions) -> None:
    server.put(mail(1), mail(2))
    desk = Desk()

    async def broken(session: AsyncSession, incoming: Incoming) -> None:
        if incoming.subject == "1":
            raise ZeroDivisionError
        await desk.take(session, incoming)

    assert (await inbox.read(sessions, server.settings(), broken, desk.give_up)).taken == 2
    assert (desk.taken, desk.given_up) == ({"2": 1}, ["ZeroDivisionError: "])


async def test_a_huge_message_is_cut_off_and_known_to_be(server: MailServer, sessions: Sessions) -> None:
    server.put(mail(1, "line\r\n" * (MOST_BYTES // 4)))
    seen: list[Incoming] = []

    async def take(session: AsyncSession, incoming: Incoming) -> None:
        seen.append(incoming)

    assert (await inbox.read(sessions, server.settings(), take, Desk().give_up)).taken == 1
    assert (len(seen[0].raw), seen[0].whole) == (MOST_BYTES, False)


async def test_a_wrong_password_or_an_absent_server_is_no_end(sessions: Sessions) -> None:
    desk = Desk()
    absent = MailServer(1).settings()
    assert (await inbox.read(sessions, absent, desk.take, desk.give_up)).taken == 0


def nested(depth: int) -> bytes:
    opening = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth))
    return b"From: a@example.org\r\nSubject: deep\r\n" + opening.encode() + b"\r\nend\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        nested(2000),
        nested(150),
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 5000 + b"--b--\r\n",
    ],
)
async def test_a_message_that_cannot_be_read_says_so(raw: bytes) -> None:
    incoming = Incoming(place="x", raw=raw, size=len(raw), arrived_at=clock.now())
    assert isinstance(incoming.subject, str)
    assert len(incoming.fingerprint) == 64
    with pytest.raises(Unreadable):
        list(incoming.parts())
