"""DKIM: the sending domain signs its letters (RFC 6376), if the operator gave it a key."""

from functools import cache
from pathlib import Path

import dkim

from kit import settings

# What a reader sees, and what makes the message what it is; the rest may change on the way.
_SIGNED = (b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type", b"auto-submitted")


def signed(message: bytes) -> bytes:
    """Return the message with its DKIM-Signature on top, or as it is where no selector was set."""
    chosen = settings.current()
    if not chosen.dkim_selector:
        return message
    signature: bytes = dkim.sign(
        message,
        chosen.dkim_selector.encode(),
        (chosen.dkim_domain or chosen.mail_from.rpartition("@")[2]).encode(),
        _key(chosen.dkim_key_file),
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=_SIGNED,
    )
    return signature + message


def check() -> None:
    """Sign something, so that a wrong key is found when a worker starts; raises ValueError."""
    try:
        signed(b"From: <x@example.org>\r\n\r\n")
    except (dkim.DKIMException, OSError) as wrong:
        raise ValueError(f"letters cannot be signed (TREMPLIN_DKIM_…): {type(wrong).__name__}: {wrong}") from wrong


@cache
def _key(path: str) -> bytes:
    """Read the private key (PEM) once; a missing file raises FileNotFoundError."""
    return Path(path).read_bytes()
