"""The outbox against a real SMTP server that fails in every way."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import select, update

from kit import clock, settings
from kit.database import Sessions
from kit.mail import claims, delivery, outbox
from kit.mail.claims import Fate, Result
from kit.mail.connections import Unreachable
from kit.mail.delivery import PostOffice
from kit.mail.letters import Letter
from kit.mail.outbox import LetterStatus, OutboxLetter
from kit.mail.postman import SmtpPostman
from kit.settings import Settings
from tests.postbox import free_port
from tests.sink import Sink, drop, hang, sink


@pytest.fixture
def server() -> Iterator[Sink]:
    with sink() as running:
        yield running


@pytest.fixture
def chosen(server: Sink, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings that make everything quick."""
    quick = msgspec.structs.replace(
        settings.current(), smtp_port=server.port, mail_first_retry_seconds=0.05, smtp_timeout_seconds=4
    )
    monkeypatch.setattr(settings, "current", lambda: quick)
    monkeypatch.setattr(delivery, "IDLE_SECONDS", 0.05)
    return quick


def letter(to: str = "zoe@example.org", subject: str = "Hello") -> Letter:
    return Letter(to=to, language="fr", subject=subject, text="Bonjour\n", html="<p>Bonjour</p>")


async def posted(sessions: Sessions, *letters: Letter) -> None:
    async with sessions.begin() as session:
        for one in letters:
            outbox.post(session, one)


def many(number: int) -> list[Letter]:
    return [letter(f"{n}@{n % 7}.example.org", f"letter {n}") for n in range(number)]


async def rows(sessions: Sessions) -> list[OutboxLetter]:
    async with sessions() as session:
        return list(await session.scalars(select(OutboxLetter).order_by(OutboxLetter.number)))


async def settled(sessions: Sessions) -> bool:
    return all(row.status is not LetterStatus.WAITING for row in await rows(sessions))


@contextlib.asynccontextmanager
async def offices(sessions: Sessions, chosen: Settings, number: int = 1) -> AsyncIterator[list[PostOffice]]:
    """Some workers' post offices, at work until the block ends."""
    stop = asyncio.Event()
    made = [PostOffice(sessions, SmtpPostman.of(chosen)) for _ in range(number)]
    working = [asyncio.create_task(office.work(stop)) for office in made]
    try:
        yield made
    finally:
        stop.set()
        await asyncio.gather(*working)


async def until_settled(sessions: Sessions, seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not await settled(sessions):  # noqa: ASYNC110 - what is waited for is in the database
            await asyncio.sleep(0.1)


async def test_many_letters_share_few_connections_and_leave_once(
    sessions: Sessions, server: Sink, chosen: Settings
) -> None:
    await posted(sessions, *many(150))
    async with offices(sessions, chosen):
        await until_settled(sessions)
    assert sorted(server.ids.values()) == [1] * 150
    assert len(server.sessions) <= chosen.mail_connections
    assert {row.last_answer for row in await rows(sessions)} == {"250 taken"}
    assert all(row.claimed_by is None and row.sent_at for row in await rows(sessions))


@pytest.mark.parametrize("trouble", ["451 later", "421 too busy", hang, drop])
@pytest.mark.parametrize("where", ["on_rcpt", "on_data"])
async def test_what_fails_for_now_is_tried_again_as_the_same_letter(
    sessions: Sessions, server: Sink, chosen: Settings, where: str, trouble: object
) -> None:
    failures = Counter({"5@5.example.org": 2, "8@1.example.org": 1})

    def answer(recipient: str) -> object:
        failures[recipient] -= 1
        return trouble if failures[recipient] >= 0 else None

    setattr(server, where, answer)
    await posted(sessions, *many(20))
    async with offices(sessions, chosen):
        await until_settled(sessions)
    found = await rows(sessions)
    assert server.ids == Counter(f"<{row.id}@tremplin.example>" for row in found)
    assert Counter(row.tries for row in found) == {0: 18, 1: 1, 2: 1}
    assert server.tries["5@5.example.org"] == 3


@pytest.mark.parametrize("where", ["on_rcpt", "on_data"])
async def test_a_letter_that_is_refused_for_good_is_tried_once(
    sessions: Sessions, server: Sink, chosen: Settings, where: str
) -> None:
    setattr(server, where, lambda recipient: "550 no such person" if recipient.startswith("3@") else None)
    await posted(sessions, *many(6))
    async with offices(sessions, chosen):
        await until_settled(sessions)
        await asyncio.sleep(0.5)
    assert server.tries["3@3.example.org"] == 1
    given_up = [row for row in await rows(sessions) if row.status is LetterStatus.GIVEN_UP]
    assert [(row.recipient, row.last_answer) for row in given_up] == [("3@3.example.org", "550 no such person")]
    assert len(server.taken) == 5


async def test_an_outage_costs_no_letter_any_of_its_tries(
    sessions: Sessions, chosen: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "LONGEST_PAUSE", 0.5)
    port = free_port()
    await posted(sessions, *many(120))
    async with offices(sessions, msgspec.structs.replace(chosen, smtp_port=port)):
        await asyncio.sleep(2.5)
        assert {(row.status, row.tries) for row in await rows(sessions)} == {(LetterStatus.WAITING, 0)}
        with sink(port) as server:
            await until_settled(sessions)
    assert sorted(server.ids.values()) == [1] * 120


async def test_a_kept_connection_that_died_is_replaced(sessions: Sessions, chosen: Settings) -> None:
    port = free_port()
    postman = SmtpPostman("127.0.0.1", port)
    taken = []
    for _ in range(3):
        with sink(port) as server:
            await posted(sessions, letter())
            await PostOffice(sessions, postman).deliver_due()
            taken += server.taken
    await postman.close()
    assert len(taken) == 3
    assert {row.tries for row in await rows(sessions)} == {0}


async def test_nobody_there_is_not_the_letters_fault() -> None:
    postman = SmtpPostman("127.0.0.1", free_port())
    with pytest.raises(Unreachable):
        await postman.carry("zoe@example.org", b"Subject: x\r\n\r\nx\r\n")


async def test_workers_share_the_outbox(sessions: Sessions, server: Sink, chosen: Settings) -> None:
    server.slow = 0.01
    await posted(sessions, *many(300))
    async with offices(sessions, chosen, 3):
        await until_settled(sessions)
    assert sorted(server.ids.values()) == [1] * 300


@pytest.mark.parametrize("seed", range(5))
async def test_no_letter_overtakes_an_earlier_one_about_the_same_thing(
    sessions: Sessions, server: Sink, chosen: Settings, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    now = clock.now()
    dice = Random(seed)  # noqa: S311 - no secret
    monkeypatch.setattr(server, "on_data", lambda _: dice.choice([None, None, None, None, "451 later", drop]))
    things = [uuid4() for _ in range(12)]
    with monkeypatch.context() as frozen:  # all in the same microsecond
        frozen.setattr(clock, "now", lambda: now)
        async with sessions.begin() as session:
            for step in ("REQUEST", "REQUEST again", "CANCEL"):
                for n, thing in enumerate(things):
                    outbox.post(session, letter(f"{n}@example.org", f"{n} {step}"), about=thing)
    async with offices(sessions, chosen, 3):
        await until_settled(sessions, 60)
    for n in range(len(things)):
        arrived = [str(m["Subject"]) for m in server.taken if m["To"] == f"{n}@example.org"]
        assert arrived == [f"{n} REQUEST", f"{n} REQUEST again", f"{n} CANCEL"]


async def test_the_letters_of_a_dead_worker_come_back(sessions: Sessions, server: Sink, chosen: Settings) -> None:
    await posted(sessions, *many(5))
    async with sessions.begin() as session:
        assert len(await claims.claim(session, uuid4(), clock.now(), 3)) == 3
    async with offices(sessions, chosen):
        await asyncio.sleep(0.5)
        assert len(server.taken) == 2
        async with sessions.begin() as session:
            await session.execute(update(OutboxLetter).values(claimed_until=clock.now() - timedelta(seconds=1)))
        await until_settled(sessions)
    assert sorted(server.ids.values()) == [1] * 5


async def test_a_long_conversation_keeps_its_lease(
    sessions: Sessions, server: Sink, chosen: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "LEASE", timedelta(seconds=0.6))
    monkeypatch.setattr(delivery, "LEASE", timedelta(seconds=0.6))
    server.slow = 2
    await posted(sessions, *many(5))
    patient = msgspec.structs.replace(chosen, smtp_timeout_seconds=10)
    async with offices(sessions, patient, 3):
        await until_settled(sessions)
    assert sorted(server.ids.values()) == [1] * 5


async def test_a_worker_that_ends_gives_back_what_it_holds(
    sessions: Sessions, server: Sink, chosen: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "GRACE_SECONDS", 0.5)
    server.on_data = lambda recipient: hang if recipient.startswith("0@") else None
    server.slow = 0.3
    await posted(sessions, *many(40))
    async with offices(sessions, msgspec.structs.replace(chosen, smtp_timeout_seconds=30)):
        await asyncio.sleep(0.5)
    found = await rows(sessions)
    assert {row.claimed_by for row in found} == {None}
    assert Counter(row.tries for row in found) == {0: 39, 1: 1}
    assert sum(row.status is LetterStatus.SENT for row in found) == len(server.taken)
    assert 0 < len(server.taken) < 39


async def test_one_domain_takes_so_many_at_once_and_lets_others_pass(
    sessions: Sessions, server: Sink, chosen: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "CROWD", 10)
    monkeypatch.setattr(settings, "current", lambda: msgspec.structs.replace(chosen, mail_per_domain=2))
    server.slow = 0.1
    await posted(
        sessions, *(letter(f"{n}@big.example") for n in range(40)), *(letter(f"{n}@small.example") for n in range(4))
    )
    async with offices(sessions, chosen):
        await until_settled(sessions)
    assert server.most == {"big.example": 2, "small.example": 2}
    last_small = max(n for n, message in enumerate(server.taken) if str(message["To"]).endswith("@small.example"))
    assert last_small < 30


async def test_one_domain_is_written_to_at_its_pace(
    sessions: Sessions, server: Sink, chosen: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = msgspec.structs.replace(chosen, mail_per_domain_per_second=20)
    monkeypatch.setattr(settings, "current", lambda: slow)
    await posted(sessions, *(letter(f"{n}@example.org") for n in range(21)))
    begun = asyncio.get_running_loop().time()
    async with offices(sessions, chosen):
        await until_settled(sessions)
    assert 1.0 <= asyncio.get_running_loop().time() - begun < 5


async def test_a_database_that_is_away_repeats_no_letter(
    sessions: Sessions, server: Sink, chosen: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle, calls = claims.settle, count(1)

    async def failing(*given: Any) -> None:
        await settle(*given)
        if next(calls) % 3:  # rolled back with the claim
            raise OSError("the database went away")

    monkeypatch.setattr(claims, "settle", failing)
    await posted(sessions, *many(250))
    async with offices(sessions, chosen):
        await until_settled(sessions)
    assert sorted(server.ids.values()) == [1] * 250


async def test_whatever_the_server_says_can_be_kept(sessions: Sessions) -> None:
    await posted(sessions, *many(2))
    worker, now = uuid4(), clock.now()
    async with sessions.begin() as session:
        first, second = await claims.claim(session, worker, now, 2)
    raw = b"550 refus\xe9\0".decode("utf-8", "surrogateescape") + "x" * 5000
    results = [(first, Result(Fate.REFUSED, raw)), (second, Result(Fate.HANDED_OVER, raw))]
    async with sessions.begin() as session:
        await claims.settle(session, worker, results, now, timedelta(seconds=1))
    assert {(row.last_answer or "")[:10] for row in await rows(sessions)} == {"550 refus?"}


async def test_a_server_that_wants_a_login_blames_no_letter(sessions: Sessions, chosen: Settings) -> None:
    await posted(sessions, *many(3))
    with sink(auth_required=True) as server:
        await PostOffice(sessions, SmtpPostman("127.0.0.1", server.port)).deliver_due()
        assert server.taken == []
    assert {(row.status, row.tries) for row in await rows(sessions)} == {(LetterStatus.WAITING, 0)}


async def test_a_letter_that_cannot_be_written_stops_no_other(
    sessions: Sessions, server: Sink, chosen: Settings
) -> None:
    await posted(sessions, letter("zoé@example.org"), letter("two words\r\n@example.org"), letter())
    async with offices(sessions, chosen):
        await asyncio.sleep(1)
    accents, words, good = await rows(sessions)
    assert good.status is LetterStatus.SENT
    assert words.status is not LetterStatus.SENT
    assert accents.status is LetterStatus.SENT  # the server speaks SMTPUTF8
