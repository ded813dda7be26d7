"""Delivery reports (RFC 3464): which letter did not arrive, and whether its address is to blame."""

import re
from collections.abc import Iterable
from datetime import datetime
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model
from kit.mail.incoming import MOST_HEADER, Incoming, content_of

_ID = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_NOT_THE_ADDRESS = {"2.2", "2.3"}  # RFC 3463: mailbox full, message too long


class BouncedAddress(Model):
    """An address to which a letter could not be delivered.

    ``blocked``: it does not exist or is closed, and is not written to again until somebody has it
    changed, or says that it is right after all.
    """

    __tablename__ = "bounced_address"

    address: Mapped[str] = mapped_column(unique=True)
    letter_id: Mapped[UUID]
    at: Mapped[datetime]
    why: Mapped[str]
    blocked: Mapped[bool]


class Bounce(msgspec.Struct, frozen=True, kw_only=True):
    """What a delivery report says of one recipient; ``status`` is RFC 3463's, ``why`` the server's words."""

    letter_id: UUID | None
    recipients: tuple[str, ...]
    action: Literal["failed", "delayed", "other"]
    status: str
    why: str

    @property
    def blames_address(self) -> bool:
        """Whether the address is closed or does not exist; a full mailbox or a refused text is not that."""
        kind, _, detail = self.status.partition(".")
        return (
            self.action == "failed"
            and kind == "5"
            and detail.split(".")[0] in {"0", "1", "2"}
            and (detail not in _NOT_THE_ADDRESS)
        )


def read(incoming: Incoming) -> Bounce | None:
    """Return what a delivery report says; None for any other message. Raises Unreadable."""
    if incoming.message.get_content_type() != "multipart/report" or _kind(incoming.message) != "delivery-status":
        return None
    blocks, about = [], ""
    for part in incoming.parts():
        if part.get_content_type() == "message/delivery-status":
            blocks = [block for block in _blocks(part) if block.get("action") or block.get("final-recipient")]
        elif blocks and (found := _letter_id(part)):
            about = found
    told = blocks[0] if blocks else {}
    return Bounce(
        letter_id=UUID(about) if about else None,
        recipients=tuple(_address(told[name]) for name in ("original-recipient", "final-recipient") if name in told),
        action=_action(told.get("action", "")),
        status=_status(told.get("status", "")),
        why=" ".join((told.get("diagnostic-code") or told.get("status") or "").split())[:400],
    )


async def blocked(session: AsyncSession, addresses: Iterable[str]) -> dict[str, str]:
    """Return which of these addresses are not written to, in small letters, and why."""
    asked = {address.lower() for address in addresses}
    found = select(BouncedAddress.address, BouncedAddress.why).where(
        BouncedAddress.address.in_(asked), BouncedAddress.blocked
    )
    return {address: why for address, why in await session.execute(found)}  # noqa: C416 - rows, not pairs


async def note(session: AsyncSession, address: str, letter_id: UUID, at: datetime, why: str, *, blamed: bool) -> None:
    """Keep that an address bounced, in the place of what was known of it; a block stays."""
    known = {"letter_id": letter_id, "at": at, "why": why}
    try:
        async with session.begin_nested():
            session.add(BouncedAddress(address=address.lower(), blocked=blamed, **known))
            await session.flush()
    except IntegrityError:
        again = update(BouncedAddress).where(BouncedAddress.address == address.lower())
        await session.execute(again.values(**known, **({"blocked": True} if blamed else {})))


async def forget(session: AsyncSession, address: str) -> None:
    """Write to an address again."""
    await session.execute(delete(BouncedAddress).where(BouncedAddress.address == address.lower()))


def _kind(message: Message) -> str:
    return str(message.get_param("report-type") or "").lower()


def _blocks(part: Message) -> list[dict[str, str]]:
    """Return the groups of fields: first the message's, then one for each recipient (RFC 3464, section 2.1)."""
    return [{name.lower(): str(value)[:2000] for name, value in one.items()} for one in _inside(part)[:20]]


def _letter_id(part: Message) -> str:
    """Return the id of our letter from the returned message, whole or its headers alone."""
    if inside := _inside(part):
        headers = inside[0]
    elif part.get_content_type() in {"text/rfc822-headers", "message/rfc822"}:
        headers = BytesHeaderParser(policy=compat32).parsebytes(content_of(part))
    else:
        return ""
    return letter_in(str(headers.get("message-id", "")))


def letter_in(header: str) -> str:
    """Return the id of our letter that a header names, last where it names several; empty if there is none."""
    found = _ID.findall(header[:MOST_HEADER])
    return found[-1] if found else ""


def _inside(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _address(value: str) -> str:
    return value.rpartition(";")[2].strip().strip("<>").lower()


def _action(value: str) -> Literal["failed", "delayed", "other"]:
    said = value.strip().lower()
    return "failed" if said == "failed" else "delayed" if said == "delayed" else "other"


def _status(value: str) -> str:
    found = _STATUS.search(value)
    return ".".join(found.groups()) if found else ""
