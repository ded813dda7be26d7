"""A letter as the bytes that travel (RFC 5322, RFC 2045)."""

import base64
import binascii
from email import policy
from email.header import Header
from email.message import Message
from email.utils import format_datetime

from kit import settings
from kit.mail.claims import Parcel

# The old policy folds nothing by itself and is six times as fast as the new one. All that goes in
# here is encoded already.
LINE = 900  # a line may have 998 characters (RFC 5322, section 2.1.1)
_POLICY = policy.compat32.clone(linesep="\r\n", cte_type="8bit")


def as_bytes(letter: Parcel) -> bytes:
    """Write the message.

    Outlook reads an invitation only in the first child of ``multipart/mixed`` (MS-STANOICAL
    2.2.168), in base64; the .ics follows as an attachment. The part's ``method`` says the same as
    the calendar (RFC 6047, section 2.4).
    """
    words = [_words("plain", letter.text), _words("html", letter.html)]
    if letter.calendar is None:
        message = _several("alternative", f"a-{letter.id}", *words)
    else:
        invitation = _calendar(letter.calendar, letter.method or "REQUEST")
        attached = _calendar(letter.calendar, letter.method or "REQUEST")
        attached["Content-Disposition"] = 'attachment; filename="tremplin.ics"'
        first = _several("alternative", f"a-{letter.id}", *words, invitation)
        message = _several("mixed", f"m-{letter.id}", first, attached)
    for name, value in _headers(letter).items():
        message[name] = value
    return message.as_bytes(policy=_POLICY)


def _headers(letter: Parcel) -> dict[str, str]:
    sender = settings.current().mail_from
    return {
        "MIME-Version": "1.0",
        "From": f"Tremplin <{sender}>",
        "To": letter.recipient,
        "Subject": _subject(letter.subject),
        "Date": format_datetime(letter.posted_at),
        "Message-ID": message_id(letter),
        "Auto-Submitted": "auto-generated",
        "Content-Language": letter.language,
    }


def _subject(text: str) -> str:
    """Return the subject in encoded words (RFC 2047), or as it is where it is short and plain."""
    plain = text.isascii() and len(text) < LINE and "=?" not in text
    return text if plain else Header(text, "utf-8", header_name="Subject").encode(linesep="\r\n")


def message_id(letter: Parcel) -> str:
    """Return the name of the letter, the same each time it is sent."""
    return f"<{letter.id}@{settings.current().mail_from.rpartition('@')[2]}>"


def _several(kind: str, boundary: str, *parts: Message) -> Message:
    made = Message(policy=_POLICY)
    made["Content-Type"] = f'multipart/{kind}; boundary="=_{boundary}"'
    for part in parts:
        made.attach(part)
    return made


def _words(kind: str, text: str) -> Message:
    # A carriage return would be kept as a letter of the text: lines end with "\n" here.
    lines = text.replace("\r\n", "\n").encode()
    return _leaf(f"text/{kind}; charset=utf-8", "quoted-printable", binascii.b2a_qp(lines, istext=True))


def _calendar(calendar: bytes, method: str) -> Message:
    return _leaf(f"text/calendar; charset=utf-8; method={method}", "base64", base64.encodebytes(calendar))


def _leaf(kind: str, encoding: str, encoded: bytes) -> Message:
    part = Message(policy=_POLICY)
    part["Content-Type"] = kind
    part["Content-Transfer-Encoding"] = encoding
    part.set_payload(encoded.decode("ascii"))
    return part
