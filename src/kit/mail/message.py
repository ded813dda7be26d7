"""A letter as the bytes that travel (RFC 5322, RFC 2045).

They are put together here, and not by `email.message`, which takes ten times as long; the tests read
them back with it.
"""

import base64
import binascii
from email.utils import format_datetime

from kit import settings
from kit.mail.claims import Parcel

LINE = 900  # a line may have 998 characters (RFC 5322, section 2.1.1)
WORD = 45  # bytes in an encoded word, which may have 75 characters (RFC 2047, section 2)


def as_bytes(letter: Parcel) -> bytes:
    """Write the message.

    Outlook reads an invitation only in the first child of ``multipart/mixed`` (MS-STANOICAL
    2.2.168), in base64; the .ics follows as an attachment. The part's ``method`` says the same as
    the calendar (RFC 6047, section 2.4).
    """
    words = [_words("plain", letter.text), _words("html", letter.html)]
    if letter.calendar is None:
        body = _several("alternative", letter, words)
    else:
        kind = f"text/calendar; charset=utf-8; method={letter.method or 'REQUEST'}"
        encoded = base64.encodebytes(letter.calendar)
        first = _several("alternative", letter, [*words, _leaf(kind, "base64", encoded)])
        file = f'{kind}; name="tremplin.ics"\nContent-Disposition: attachment; filename="tremplin.ics"'
        body = _several("mixed", letter, [first, _leaf(file, "base64", encoded)])
    return (_headers(letter).encode() + body).replace(b"\n", b"\r\n")


def message_id(letter: Parcel) -> str:
    """Return the name of the letter, the same each time it is sent."""
    return f"<{letter.id}@{settings.current().mail_from.rpartition('@')[2]}>"


def _headers(letter: Parcel) -> str:
    return (
        f"From: Tremplin <{settings.current().mail_from}>\n"
        f"To: {' '.join(letter.recipient.split())}\n"
        f"Subject: {_subject(letter.subject)}\n"
        f"Date: {format_datetime(letter.posted_at)}\n"
        f"Message-ID: {message_id(letter)}\n"
        f"Auto-Submitted: auto-generated\n"
        f"Content-Language: {letter.language}\n"
        f"MIME-Version: 1.0\n"
    )


def _subject(text: str) -> str:
    """Return the subject in encoded words (RFC 2047), or as it is where it is short and plain."""
    if text.isascii() and text.isprintable() and len(text) < LINE and "=?" not in text:
        return text
    words, word = [], b""
    for character in text:
        letter = character.encode()
        if len(word) + len(letter) > WORD:
            words.append(word)
            word = b""
        word += letter
    return "\n ".join(f"=?utf-8?b?{base64.b64encode(part).decode()}?=" for part in (*words, word))


def _several(kind: str, letter: Parcel, parts: list[bytes]) -> bytes:
    """Join parts; no line of an encoded part can begin with ``--=_`` (RFC 2045, section 6.7)."""
    line = f"--=_{kind}-{letter.id}".encode()
    head = f'Content-Type: multipart/{kind}; boundary="=_{kind}-{letter.id}"\n\n'.encode()
    return head + b"".join(line + b"\n" + part + b"\n" for part in parts) + line + b"--\n"


def _words(kind: str, text: str) -> bytes:
    lines = text.replace("\r\n", "\n").encode()  # a carriage return would be kept as a letter of the text
    return _leaf(f"text/{kind}; charset=utf-8", "quoted-printable", binascii.b2a_qp(lines, istext=True))


def _leaf(kind: str, encoding: str, encoded: bytes) -> bytes:
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + encoded
