"""How a person is told: by mail, else by text message, else on paper."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit import settings
from kit.mail import outbox
from kit.mail.letters import Letter
from kit.sms import outbox as texts
from kit.sms.numbers import mobile


class Channel(StrEnum):
    """The ways to a person."""

    MAIL = "mail"
    TEXT = "text"
    PAPER = "paper"


def of(email: str | None, phone: str | None) -> Channel:
    """Return how a person is told: by mail where there is an address, else by text message, else on paper.

    A text message needs a mobile phone, and a gateway in the settings; paper is printed by somebody.
    """
    if email:
        return Channel.MAIL
    return Channel.TEXT if settings.current().sms_url and mobile(phone) else Channel.PAPER


def post(
    session: AsyncSession,
    letter: Letter,
    *,
    phone: str | None,
    until: datetime,
    about: UUID | None = None,
    rests: tuple[datetime, datetime] | None = None,
) -> Channel:
    """Send a letter the way its reader is told, and return which way that was; it leaves with the commit.

    A letter without a short form (``sms.txt``) goes by mail only. ``until`` is when a text message
    about it stops being of use, ``rests`` the night in which it wakes nobody.
    """
    channel = of(letter.to, phone)
    number = mobile(phone)
    if channel is Channel.MAIL:
        outbox.post(session, letter, about=about)
    elif channel is Channel.TEXT and letter.short and number:
        texts.post(session, to=number, text=letter.short, until=until, about=about, rests=rests)
    else:
        return Channel.PAPER
    return channel
