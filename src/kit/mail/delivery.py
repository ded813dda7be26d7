"""The post office: takes letters out of the outbox and sends them."""

from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol

import aiosmtplib
from sqlalchemy.ext.asyncio import AsyncSession

from kit import clock, settings
from kit.mail import bounces, outbox
from kit.mail.outbox import OutboxLetter

PERMANENT = 500


class Postman(Protocol):
    """Whoever can carry a message: aiosmtplib in production, a list in tests."""

    async def carry(self, message: EmailMessage) -> str:
        """Carry one message to its recipient and return the server's answer."""


class SmtpPostman:
    """Carries letters to one SMTP server over a connection that is kept."""

    def __init__(self, host: str, port: int) -> None:
        self._client = aiosmtplib.SMTP(hostname=host, port=port, timeout=20, start_tls=None)

    async def carry(self, message: EmailMessage) -> str:
        """Send one message; raises what aiosmtplib raises."""
        if not self._client.is_connected:
            await self._client.connect()
        _, answer = await self._client.send_message(message)
        return answer

    async def close(self) -> None:
        """Say good-bye to the server."""
        if self._client.is_connected:
            await self._client.quit()


async def deliver_next(session: AsyncSession, postman: Postman) -> bool:
    """Send the oldest waiting letter; say whether there was one.

    A 5xx answer gives the letter up at once, anything else is tried again later.
    """
    letter = await outbox.next_waiting(session)
    if letter is None:
        return False
    if bounced := await bounces.blocked(session, letter.recipient):
        letter.give_up(f"the address bounced before: {bounced.why}")
        return True
    first_retry = timedelta(seconds=settings.current().mail_first_retry_seconds)
    try:
        letter.mark_sent(clock.now(), await postman.carry(as_message(letter)))
    except aiosmtplib.SMTPRecipientsRefused as refused:
        _refused(letter, refused.recipients[0], first_retry)
    except aiosmtplib.SMTPResponseException as refused:
        _refused(letter, refused, first_retry)
    except (aiosmtplib.SMTPException, OSError) as failed:
        letter.put_off(clock.now(), f"{type(failed).__name__}: {failed}", first_retry)
    return True


def _refused(letter: OutboxLetter, refused: aiosmtplib.SMTPResponseException, first_retry: timedelta) -> None:
    answer = f"{refused.code} {refused.message}"
    if refused.code >= PERMANENT:
        letter.give_up(answer)
    else:
        letter.put_off(clock.now(), answer, first_retry)


def as_message(letter: OutboxLetter) -> EmailMessage:
    """Build the MIME message.

    Outlook reads an invitation only in the first child of ``multipart/mixed`` (MS-STANOICAL
    2.2.168), in base64; the .ics follows as an attachment. The part's ``method`` says the same as
    the calendar (RFC 6047, section 2.4).
    """
    sender = settings.current().mail_from
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Tremplin <{sender}>"
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = letter.posted_at
    message["Message-ID"] = f"<{letter.id}@{sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar:
        _invite(message, letter.calendar, letter.method or "REQUEST")
    return message


def _invite(message: EmailMessage, calendar: bytes, method: str) -> None:
    message.add_alternative(
        calendar.decode(), subtype="calendar", charset="utf-8", cte="base64", params={"method": method}
    )
    message.make_mixed()
    message.add_attachment(
        calendar,
        maintype="text",
        subtype="calendar",
        params={"method": method, "charset": "utf-8"},
        filename="tremplin.ics",
    )
