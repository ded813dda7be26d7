"""The postman: hands one letter to the mail server, and says what the server said."""

from functools import partial
from typing import Protocol, Self

import aiosmtplib

from kit.mail.claims import Fate, Result
from kit.mail.connections import Connection, Connections, Unreachable
from kit.settings import Settings

PERMANENT = 500
# The server shuts down or is too busy (RFC 5321, section 3.8), or wants to know who we are (RFC 4954, section 6).
SERVES_NOBODY = (421, 530, 534, 535, 538)


class Postman(Protocol):
    """Whoever can carry a message: an SMTP client in production, a list in tests."""

    async def carry(self, recipient: str, message: bytes) -> Result:
        """Carry one message; raises Unreachable when nothing can be carried at all."""

    async def rest(self) -> None:
        """Let go of what is not needed while there is nothing to carry."""

    async def close(self) -> None:
        """Let go of everything."""


class SmtpPostman:
    """Carries letters to one SMTP server over kept connections."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        sender: str = "rendez-vous@tremplin.example",
        user: str = "",
        password: str = "",
        tls: str = "none",
        seconds: float = 60,
        connections: int = 10,
    ) -> None:
        self._sender = sender
        client = partial(
            aiosmtplib.SMTP,
            hostname=host,
            port=port,
            username=user or None,
            password=password or None,
            use_tls=tls == "tls",
            start_tls=tls == "starttls",
            timeout=seconds,
            local_hostname=sender.rpartition("@")[2],
        )
        self._connections = Connections(client, connections)

    @classmethod
    def of(cls, chosen: Settings) -> Self:
        """Return the postman that the operator asked for."""
        return cls(
            chosen.smtp_host,
            chosen.smtp_port,
            sender=chosen.mail_from,
            user=chosen.smtp_user,
            password=chosen.smtp_password,
            tls=chosen.smtp_tls,
            seconds=chosen.smtp_timeout_seconds,
            connections=chosen.mail_connections,
        )

    async def carry(self, recipient: str, message: bytes) -> Result:
        """Carry one message: 2xx it is handed over, 5xx refused, anything else put off.

        Raises Unreachable where the server did not even take the sender's name. A kept connection
        that proves dead there is replaced once.
        """
        kept = False
        try:
            async with self._connections.one() as connection:
                kept = connection.kept
                return await self._hand_over(connection, recipient, message)
        except Unreachable:
            if not kept:
                raise
        async with self._connections.one() as connection:
            return await self._hand_over(connection, recipient, message)

    async def rest(self) -> None:
        await self._connections.rest()

    async def close(self) -> None:
        await self._connections.close()

    async def _hand_over(self, connection: Connection, recipient: str, message: bytes) -> Result:
        client, begun = connection.client, False
        try:
            options, encoding = _international(client, recipient)
            await client.mail(self._sender, options=options, encoding=encoding)
            begun = True
            await client.rcpt(recipient, encoding=encoding)
            _, answer = await client.data(message)
        except aiosmtplib.SMTPNotSupported as failed:
            return Result(Fate.REFUSED, str(failed))
        except aiosmtplib.SMTPResponseException as refused:
            if refused.code in SERVES_NOBODY and not begun:
                raise Unreachable(f"{refused.code} {refused.message}") from refused
            await _forget(client)
            fate = Fate.REFUSED if refused.code >= PERMANENT else Fate.PUT_OFF
            return Result(fate, f"{refused.code} {refused.message}")
        except (aiosmtplib.SMTPException, OSError) as failed:
            client.close()
            if not begun:
                raise Unreachable(f"{type(failed).__name__}: {failed}") from failed
            return Result(Fate.PUT_OFF, f"{type(failed).__name__}: {failed}")
        return Result(Fate.HANDED_OVER, f"250 {answer}")


def _international(client: aiosmtplib.SMTP, recipient: str) -> tuple[list[str], str]:
    """Return how to name a recipient with accents (RFC 6531); raises SMTPNotSupported."""
    if recipient.isascii():
        return [], "ascii"
    if not client.supports_extension("smtputf8"):
        raise aiosmtplib.SMTPNotSupported("The mail server takes no address with accents.")
    return ["SMTPUTF8", "BODY=8BITMIME"], "utf-8"


async def _forget(client: aiosmtplib.SMTP) -> None:
    """Let the server forget the letter it refused, so that the next one can be carried."""
    try:
        await client.rset()
    except (aiosmtplib.SMTPException, OSError):
        client.close()
