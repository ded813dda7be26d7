"""Text messages, handed over a real HTTP connection to a gateway that misbehaves."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import select, update

from kit import channels, clock, settings
from kit.channels import Channel
from kit.database import Sessions
from kit.mail.letters import Letter
from kit.mail.outbox import OutboxLetter
from kit.sms import delivery, gateway, outbox
from kit.sms.numbers import mobile
from kit.sms.outbox import TextMessage, TextStatus
from kit.sms.texts import gsm, septets
from tests.gateway import HANGS, FakeGateway, fake_gateway

TO = "+33612345678"


@pytest.fixture
def phone_mast(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGateway]:
    """A gateway that the settings name."""
    with fake_gateway() as fake:
        chosen = msgspec.structs.replace(settings.current(), sms_url=fake.url, sms_key="geheim")
        monkeypatch.setattr(settings, "current", lambda: chosen)
        yield fake


async def posted(sessions: Sessions, *texts: str, until: timedelta = timedelta(days=1), about: object = None) -> None:
    for text in texts:
        async with sessions.begin() as session:
            outbox.post(session, to=TO, text=text, until=clock.now() + until, about=about)  # type: ignore[arg-type]


async def now_due(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await session.execute(update(TextMessage).values(next_try_at=clock.now()))


async def kept(sessions: Sessions) -> list[TextMessage]:
    async with sessions() as session:
        return list(await session.scalars(select(TextMessage).order_by(TextMessage.posted_at)))


async def deliver(sessions: Sessions) -> None:
    """Run the job as the worker does."""
    await delivery.deliver(sessions)


async def test_a_message_is_posted_once_with_the_key(sessions: Sessions, phone_mast: FakeGateway) -> None:
    await posted(sessions, "Bonjour")
    await deliver(sessions)
    await deliver(sessions)
    [asked] = phone_mast.asked
    [message] = await kept(sessions)
    assert asked["body"] == {"id": str(message.id), "from": "Tremplin", "to": TO, "text": "Bonjour"}
    assert asked["headers"]["authorization"] == "Bearer geheim"
    assert (message.status, message.last_answer, message.tries) == (TextStatus.SENT, "202 ok", 1)


@pytest.mark.parametrize("answer", [500, 503, 429, 302, HANGS])
async def test_what_may_pass_is_tried_again_as_the_same_message(
    sessions: Sessions, phone_mast: FakeGateway, monkeypatch: pytest.MonkeyPatch, answer: int
) -> None:
    phone_mast.answers = [answer]
    monkeypatch.setattr(gateway, "SECONDS", 1.0 if answer == HANGS else gateway.SECONDS)
    await posted(sessions, "Bonjour")
    await deliver(sessions)
    [waiting] = await kept(sessions)
    assert (waiting.status, waiting.tries) == (TextStatus.WAITING, 1)
    assert waiting.next_try_at - clock.now() == pytest.approx(timedelta(seconds=60), abs=timedelta(seconds=5))
    await deliver(sessions)
    assert len(phone_mast.asked) == 1
    monkeypatch.setattr(gateway, "SECONDS", 10.0)
    await now_due(sessions)
    await deliver(sessions)
    assert [one["headers"]["idempotency-key"] for one in phone_mast.asked] == [str(waiting.id)] * 2
    assert (await kept(sessions))[0].status is TextStatus.SENT


async def test_nobody_listening_is_tried_again(
    sessions: Sessions, phone_mast: FakeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = msgspec.structs.replace(settings.current(), sms_url="http://127.0.0.1:9/")
    monkeypatch.setattr(settings, "current", lambda: nowhere)
    await posted(sessions, "Bonjour")
    await deliver(sessions)
    [waiting] = await kept(sessions)
    assert (waiting.status, waiting.last_answer) == (TextStatus.WAITING, "ConnectError")


async def test_a_4xx_answer_is_final_and_the_next_message_goes_on(sessions: Sessions, phone_mast: FakeGateway) -> None:
    phone_mast.answers = [400]
    await posted(sessions, "wrong", "right")
    await deliver(sessions)
    assert [(one.text, one.status) for one in await kept(sessions)] == [
        ("wrong", TextStatus.GIVEN_UP),
        ("right", TextStatus.SENT),
    ]


async def test_a_gateway_that_fails_is_given_a_rest(sessions: Sessions, phone_mast: FakeGateway) -> None:
    phone_mast.answers = [503]
    await posted(sessions, "first", "second")
    await deliver(sessions)
    assert len(phone_mast.asked) == 1


async def test_a_message_that_is_of_no_use_any_more_is_given_up(sessions: Sessions, phone_mast: FakeGateway) -> None:
    phone_mast.answers = [503]
    await posted(sessions, "Rappel", until=timedelta(seconds=30))
    await posted(sessions, "Hier", until=timedelta(seconds=-1))
    await deliver(sessions)
    await deliver(sessions)
    assert {one.status for one in await kept(sessions)} == {TextStatus.GIVEN_UP}
    assert len(phone_mast.asked) == 1


async def test_a_message_that_could_not_leave_in_time_rests_for_the_night(
    sessions: Sessions, phone_mast: FakeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = clock.now()
    night = (real + timedelta(hours=1), real + timedelta(hours=12))
    phone_mast.answers = [503]
    async with sessions.begin() as session:
        outbox.post(session, to=TO, text="Rappel", until=real + timedelta(days=1), rests=night)
    await deliver(sessions)
    for hours, tried in ((2, 1), (11, 1), (12, 2)):
        moment = real + timedelta(hours=hours)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        await deliver(sessions)
        assert len(phone_mast.asked) == tried


async def test_a_cancellation_never_overtakes_its_booking(sessions: Sessions, phone_mast: FakeGateway) -> None:
    thing = uuid4()
    phone_mast.answers = [503]
    await posted(sessions, "booked", about=thing)
    await posted(sessions, "cancelled", about=thing)
    await deliver(sessions)
    await deliver(sessions)
    assert [one["body"]["text"] for one in phone_mast.asked] == ["booked"]
    await now_due(sessions)
    await deliver(sessions)
    assert [one["body"]["text"] for one in phone_mast.asked] == ["booked", "booked", "cancelled"]


async def test_several_processes_share_the_messages(sessions: Sessions, phone_mast: FakeGateway) -> None:
    await posted(sessions, *(f"text {number}" for number in range(20)))
    await asyncio.gather(*(deliver(sessions) for _ in range(4)))
    assert sorted(one["body"]["text"] for one in phone_mast.asked) == sorted(f"text {n}" for n in range(20))


async def test_a_process_that_dies_in_between_repeats_the_same_message(
    sessions: Sessions, phone_mast: FakeGateway
) -> None:
    await posted(sessions, "Bonjour")
    async with sessions.begin() as session:
        claimed = await outbox.next_waiting(session)
        assert claimed
        claimed.claim(clock.now())  # and then the machine stops
    await deliver(sessions)
    assert phone_mast.asked == []
    await now_due(sessions)
    await deliver(sessions)
    assert len(phone_mast.asked) == 1


def letter(to: str, short: str | None) -> Letter:
    return Letter(to=to, language="fr", subject="s", text="t", html="h", short=short)


@pytest.mark.parametrize(
    ("to", "phone", "short", "channel"),
    [
        ("zoe@example.org", "06 12 34 56 78", "s", Channel.MAIL),
        ("", "06 12 34 56 78", "s", Channel.TEXT),
        ("", "06 12 34 56 78", None, Channel.PAPER),
        ("", "04 93 12 34 56", "s", Channel.PAPER),
        ("", None, "s", Channel.PAPER),
    ],
)
async def test_the_channel_is_decided_by_what_is_known(
    sessions: Sessions, phone_mast: FakeGateway, to: str, phone: str | None, short: str | None, channel: Channel
) -> None:
    until: datetime = clock.now() + timedelta(days=1)
    async with sessions.begin() as session:
        assert channels.post(session, letter(to, short), phone=phone, until=until) is channel
    async with sessions() as session:
        mailed = list(await session.scalars(select(OutboxLetter)))
    texted = await kept(sessions)
    assert (len(mailed), len(texted)) == (channel is Channel.MAIL, channel is Channel.TEXT)
    assert [one.recipient for one in texted] == [TO] * len(texted)


def test_without_a_gateway_nobody_is_told_by_text() -> None:
    assert channels.of(None, "06 12 34 56 78") is Channel.PAPER


def test_mobile_numbers_of_france_and_overseas() -> None:
    found = {
        "06.12.34.56.78": TO,
        "+33 6 12 34 56 78": TO,
        "0033612345678": TO,
        "0690 00 12 34": "+590690001234",
        "0692 12 34 56": "+262692123456",
        "+44 7400 123456": "+447400123456",
        "04 93 12 34 56": None,
        "12": None,
        "call me": None,
        None: None,
    }
    assert {typed: mobile(typed) for typed in found} == found


def test_texts_are_made_of_letters_that_cost_nothing_more() -> None:
    assert gsm("Hôtel “L’Été”\N{NO-BREAK SPACE}– ça coûte 5 € à Noël …") == 'Hotel "L\'Été" - ca coute 5 € à Noel ...'
    assert gsm("Łukasz 陳") == "Lukasz"
    assert (septets("abc"), septets("5 €")) == (3, 4)
