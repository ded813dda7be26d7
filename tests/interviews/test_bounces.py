"""Letters that come back: the letter is marked, the address is left alone, the adviser calls."""

from email.message import EmailMessage

import pytest
from sqlalchemy import select

from accounts.people.models import Person
from interviews.bookings.models import Interview
from interviews.mailbox import service as mailbox_service
from interviews.mailbox.models import RefusedReply
from kit.database import Sessions
from kit.mail import inbox, outbox
from kit.mail.bounces import BouncedAddress
from kit.mail.letters import Letter
from kit.mail.outbox import LetterStatus, OutboxLetter
from tests.acting import Acting
from tests.mailserver import MailServer
from tests.postbox import Postbox
from tests.world import World, booked

pytestmark = pytest.mark.once

CARLA = "carla@example.org"
POSTFIX = """\
From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: rendez-vous@tremplin.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-Id: <{number}@mail.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B/mail.example"

--B/mail.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B/mail.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
X-Postfix-Sender: rfc822; rendez-vous@tremplin.example

Final-Recipient: rfc822; {recipient}
Original-Recipient: rfc822;{recipient}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example
Diagnostic-Code: smtp; {said}

--B/mail.example
Content-Description: Undelivered Message
Content-Type: {returned}

{original}
--B/mail.example--
"""


@pytest.fixture
async def sent(
    sessions: Sessions, world: World, letters: Postbox, mailbox: MailServer
) -> tuple[Interview, EmailMessage]:
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
        person = await session.get_one(Person, world.candidate.id)
        person.phone = "06 12 34 56 78"
    return interview, [one for one in await letters.deliver(sessions) if one["To"] == CARLA][-1]


async def comes_back(sessions: Sessions, mailbox: MailServer, letter: EmailMessage, **given: str) -> None:
    headers = "".join(f"{name}: {value}\n" for name, value in letter.items() if name != "Content-Type")
    told = {"number": "1", "recipient": CARLA, "action": "failed", "status": "5.1.1", "said": "550 5.1.1 no such user"}
    told |= {"returned": "text/rfc822-headers", "original": headers}
    mailbox.put(POSTFIX.format(**told | given).replace("\n", "\r\n").encode())
    assert (await inbox.read(sessions, mailbox.settings(), mailbox_service.take, mailbox_service.give_up)).taken == 1


async def state(sessions: Sessions) -> tuple[int, list[tuple[str, bool]], int]:
    """Return how many letters are marked, which addresses bounced, and how many messages are listed."""
    async with sessions() as session:
        marked = list(await session.scalars(select(OutboxLetter).where(OutboxLetter.bounced_at.is_not(None))))
        known = [(one.address, one.blocked) for one in await session.scalars(select(BouncedAddress))]
        return len(marked), known, len(list(await session.scalars(select(RefusedReply))))


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
async def test_a_letter_that_came_back_shows_at_the_desk_with_whom_to_call(
    sent: tuple[Interview, EmailMessage],
    sessions: Sessions,
    mailbox: MailServer,
    acting: Acting,
    world: World,
    returned: str,
) -> None:
    await comes_back(sessions, mailbox, sent[1], returned=returned)
    assert await state(sessions) == (1, [(CARLA, True)], 0)
    adviser = await acting.browser(world.adviser)
    page = (await adviser.get("/desk/answers")).text
    for shown in ("Letter not delivered: call", "Carla Cook", 'href="tel:0612345678"', "550 5.1.1 no such user"):
        assert shown in page
    assert "/desk/answers" in (await adviser.get("/desk")).text
    for stranger in (world.neighbour, world.helper, world.manager):
        assert "Carla Cook" not in (await (await acting.browser(stranger)).get("/desk/answers")).text


async def test_an_address_that_bounced_is_not_written_to_until_it_is_changed_or_confirmed(
    sent: tuple[Interview, EmailMessage],
    sessions: Sessions,
    mailbox: MailServer,
    letters: Postbox,
    acting: Acting,
    world: World,
) -> None:
    await comes_back(sessions, mailbox, sent[1])
    before = len(await letters.deliver(sessions))
    await another_letter(sessions)
    assert len(await letters.deliver(sessions)) == before
    async with sessions() as session:
        newest = (await session.scalars(select(OutboxLetter).order_by(OutboxLetter.posted_at.desc()))).first()
        assert newest is not None
        assert (newest.status, "bounced before" in (newest.last_answer or "")) == (LetterStatus.GIVEN_UP, True)
    adviser = await acting.program(world.adviser)
    [one] = (await adviser.get("/desk/undelivered")).json()
    again = f"/desk/undelivered/{one['id']}/write-again"
    assert (await (await acting.program(world.neighbour)).post(again)).status_code == 404
    assert (await adviser.post(again)).json() == []
    await another_letter(sessions)
    assert len(await letters.deliver(sessions)) == before + 1


async def another_letter(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        outbox.post(session, Letter(to=CARLA, language="en", subject="x", text="x", html="x"))


async def test_a_changed_address_is_not_listed_any_more(
    sent: tuple[Interview, EmailMessage], sessions: Sessions, mailbox: MailServer, acting: Acting, world: World
) -> None:
    await comes_back(sessions, mailbox, sent[1])
    async with sessions.begin() as session:
        (await session.get_one(Person, world.candidate.id)).email = "carla.cook@example.org"
    assert (await (await acting.program(world.adviser)).get("/desk/undelivered")).json() == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"action": "delayed", "status": "4.4.1", "said": "451 try later"}, (0, [], 0)),
        ({"action": "relayed", "status": "2.0.0"}, (0, [], 0)),
        ({"action": "failed", "status": "4.4.7", "said": "gave up after 5 days"}, (1, [(CARLA, False)], 0)),
        ({"action": "failed", "status": "5.2.2", "said": "552 5.2.2 mailbox full"}, (1, [(CARLA, False)], 0)),
        ({"action": "failed", "status": "5.7.1", "said": "554 5.7.1 looks like spam"}, (1, [(CARLA, False)], 0)),
        ({"recipient": "forwarded@elsewhere.example"}, (1, [(CARLA, False)], 0)),
        ({"original": "Message-ID: <00000000-0000-4000-8000-000000000000@tremplin.example>\n"}, (0, [], 1)),
        ({"original": "Subject: x\nMessage-ID:\n <{id}>\n"}, (1, [(CARLA, True)], 0)),
        ({"original": "Message-ID: <x@elsewhere.example>\n"}, (0, [], 1)),
        ({"original": ""}, (0, [], 1)),
    ],
)
async def test_a_delay_changes_nothing_and_a_full_mailbox_blames_no_address(
    sent: tuple[Interview, EmailMessage],
    sessions: Sessions,
    mailbox: MailServer,
    given: dict[str, str],
    expected: tuple[int, list[tuple[str, bool]], int],
) -> None:
    told = {name: value.replace("<{id}>", sent[1]["Message-ID"]) for name, value in given.items()}
    await comes_back(sessions, mailbox, sent[1], **told)
    assert await state(sessions) == expected


async def test_a_report_that_is_sent_again_blocks_no_address_that_was_confirmed(
    sent: tuple[Interview, EmailMessage], sessions: Sessions, mailbox: MailServer, acting: Acting, world: World
) -> None:
    await comes_back(sessions, mailbox, sent[1])
    adviser = await acting.program(world.adviser)
    [one] = (await adviser.get("/desk/undelivered")).json()
    await adviser.post(f"/desk/undelivered/{one['id']}/write-again")
    await comes_back(sessions, mailbox, sent[1])
    assert (await adviser.get("/desk/undelivered")).json() == []
