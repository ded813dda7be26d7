"""A message that came in: read with care, for anybody may have written it."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses
from functools import cached_property
from typing import Any

import msgspec

MOST_BYTES = 2_000_000
MOST_PARTS = 100
MOST_HEAD = 100_000
MOST_HEADER = 2_000


class Unreadable(ValueError):
    """The message cannot be read; the text says why, for whoever looks after the mailbox."""


class Incoming(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A message of the mailbox; ``place`` is its folder, UIDVALIDITY and UID (RFC 9051, section 2.3.1.1)."""

    place: str
    raw: bytes
    size: int
    arrived_at: datetime

    @property
    def whole(self) -> bool:
        """Whether all of it was fetched."""
        return self.size <= len(self.raw)

    @cached_property
    def message(self) -> Message:
        """The parsed message; raises Unreadable. The old policy is meant: it never parses a header by itself."""
        try:
            return message_from_bytes(self.raw, policy=compat32)
        except Exception as wrong:
            raise Unreadable(f"not a message: {type(wrong).__name__}") from wrong

    @cached_property
    def head(self) -> Message:
        """The headers alone, which can always be read."""
        return BytesHeaderParser(policy=compat32).parsebytes(self.raw[:MOST_HEAD])

    @property
    def fingerprint(self) -> str:
        """What stays the same when a message is sent again: all but the headers written on the way."""
        kept = "\0".join(self.header(name) for name in ("message-id", "from", "date"))
        _, _, body = self.raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        return hashlib.sha256(kept.encode() + b"\0" + body).hexdigest()

    @property
    def message_id(self) -> str:
        """The Message-ID, as it was written."""
        return self.header("message-id").strip()

    @property
    def sender(self) -> str:
        """The one address of From, in lower case; empty if there is none, or more than one."""
        found = getaddresses([self.header("from")])
        return found[0][1].lower() if len(found) == 1 and "@" in found[0][1] else ""

    @property
    def subject(self) -> str:
        """The subject in words."""
        return self.header("subject")

    @property
    def automatic(self) -> bool:
        """Whether a program wrote it by itself, as an absence notice is (RFC 3834)."""
        return self.header("auto-submitted").lower() not in {"", "no"}

    def header(self, name: str) -> str:
        """Return a header in words, on one line and not too long; empty if it is not there."""
        return self.headers(name)[0] if self.headers(name) else ""

    def headers(self, name: str) -> list[str]:
        """Return every header of this name, the topmost first."""
        return [_words(value) for value in self.head.get_all(name, [])[:20]]

    def parts(self) -> Iterator[Message]:
        """Walk through the parts that hold something; raises Unreadable where they are too many or too deep."""
        waiting, seen = [self.message], 0
        while waiting:
            part = waiting.pop(0)
            seen += 1
            if seen > MOST_PARTS:
                raise Unreadable(f"more than {MOST_PARTS} parts")
            inside = part.get_payload()
            if isinstance(inside, list):
                waiting[:0] = [one for one in inside if isinstance(one, Message)]
                if part.get_content_maintype() == "message":
                    yield part
            else:
                yield part

    def written(self) -> str:
        """Return the beginning of the text, for somebody to read."""
        for part in self.parts():
            if part.get_content_type() == "text/plain":
                return text_of(part)[:MOST_HEADER].strip()
        return ""


def content_of(part: Message) -> bytes:
    """Return the decoded bytes of a part."""
    content: Any = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def text_of(part: Message) -> str:
    """Return a part as text: in its charset, else UTF-8, else Latin-1, which reads anything."""
    content = content_of(part)
    for charset in (str(part.get_param("charset") or "utf-8"), "utf-8"):
        try:
            return content.decode(charset)
        except (LookupError, ValueError):
            continue
    return content.decode("latin-1")


def _words(value: Any) -> str:
    raw = str(value)[:MOST_HEADER]
    with suppress(Exception):  # hostile headers break the decoder in many ways; they stay as written
        raw = str(make_header(decode_header(raw)))
    return " ".join(raw.replace("\0", "").split())
