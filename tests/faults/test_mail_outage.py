"""Half an hour without a mail server that works, in quick motion: one second stands for five minutes."""

import asyncio
from collections import Counter

import pytest

from kit.database import Sessions
from kit.mail import outbox
from kit.mail.letters import Letter
from tests.faults.test_storm import assert_letters_left_once
from tests.ledger import Ledger
from tests.machine import Machine
from tests.sink import TAKE_AND_DROP, Said, Sink, drop

pytestmark = pytest.mark.once

FIVE_MINUTES = 1.0  # as long as TREMPLIN_MAIL_FIRST_RETRY_SECONDS of the machine
LETTERS = 200


class Outage:
    """What the mail server does wrong, to whom and how often."""

    def __init__(self, server: Sink) -> None:
        self._server = server
        self.met: Counter[str] = Counter()

    def _doing(self, what: str, said: Said) -> Said:
        self.met[what] += 1
        return said

    def busy(self) -> None:
        """Answer 451 to every recipient."""
        self._server.on_rcpt = lambda _: self._doing("451", "451 come back later")

    def dropping(self) -> None:
        """Take the text of a letter and end the connection without a word."""
        self._server.on_rcpt = lambda _: None
        self._server.on_data = lambda _: self._doing("dropped", drop)

    def over(self) -> None:
        self._server.on_rcpt = self._server.on_data = lambda _: None


async def post(sessions: Sessions, first: int) -> None:
    async with sessions.begin() as session:
        for n in range(first, first + LETTERS // 2):
            to = f"{n}@{n % 20}.example.org"
            outbox.post(session, Letter(to=to, language="fr", subject=f"{n}", text="Bonjour\n", html="<p>Bonjour</p>"))


async def until_met(outage: Outage, what: str) -> None:
    async with asyncio.timeout(60):
        while outage.met[what] < 10:  # noqa: ASYNC110 - the server counts in a thread of its own
            await asyncio.sleep(0.05)


async def test_half_an_hour_without_mail_loses_and_repeats_nothing(
    sessions: Sessions, machine: Machine, server: Sink, ledger: Ledger
) -> None:
    outage = Outage(server)
    outage.busy()
    await post(sessions, 0)
    machine.start("work")
    await until_met(outage, "451")
    await asyncio.sleep(2 * FIVE_MINUTES)
    outage.dropping()
    await until_met(outage, "dropped")
    machine.kill("work")
    machine.start("work")
    await post(sessions, LETTERS // 2)
    await asyncio.sleep(2 * FIVE_MINUTES)
    server.refuse()
    await asyncio.sleep(2 * FIVE_MINUTES)
    assert not server.taken
    outage.over()
    server.listen()
    await assert_letters_left_once(ledger, server, 0)  # nothing was taken when the worker was killed
    assert sum(server.ids.values()) == LETTERS
    assert await ledger.count("SELECT count(*) FROM outbox_letter WHERE status = 'sent'") == LETTERS


async def test_a_worker_killed_while_letters_leave_again_repeats_each_at_most_once(
    sessions: Sessions, machine: Machine, server: Sink, ledger: Ledger
) -> None:
    """A letter whose answer was lost comes again under its Message-ID: once for each answer that was lost."""
    server.slow = 0.02
    lost: Counter[str] = Counter()

    def lose(recipient: str) -> Said:
        if lost[recipient] or not recipient.startswith("1"):
            return None
        lost[recipient] += 1
        return TAKE_AND_DROP

    server.on_data = lose
    await post(sessions, 0)
    machine.start("work")
    async with asyncio.timeout(60):
        while len(server.taken) < LETTERS // 4:  # noqa: ASYNC110 - other processes do it
            await asyncio.sleep(0.02)
    machine.kill("work")
    machine.start("work")
    await assert_letters_left_once(ledger, server, 2)
    names = {letter: to for letter, (_, to) in (await ledger.letters()).items()}
    assert lost
    assert all(times <= 2 + lost[names[letter]] for letter, times in server.ids.items())
