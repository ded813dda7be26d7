"""Secrets that travel: random tokens of which only the hash is kept, and signed links."""

import hashlib
import hmac
import secrets
from base64 import b32encode, urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from kit import settings


def fresh() -> str:
    """Return a new random token of 256 bits, fit for a URL."""
    return secrets.token_urlsafe(32)


def code() -> str:
    """Return six random digits, for who reads mail on another device."""
    return f"{secrets.randbelow(1_000_000):06}"


def hashed(token: str) -> str:
    """Return what is kept of a token: a keyed SHA-256, useless without this site's key."""
    return hmac.new(settings.current().signing_key().encode(), token.encode(), hashlib.sha256).hexdigest()


def signed(purpose: str, subject: UUID) -> str:
    """Return a token that proves we wrote this subject for this purpose."""
    return _encode(subject.bytes + _signature(purpose, subject))


def verified(purpose: str, token: str) -> UUID | None:
    """Return the subject of a token signed for this purpose, or None for anything else."""
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        subject = UUID(bytes=raw[:16])
    except ValueError:
        return None
    return subject if hmac.compare_digest(raw[16:], _signature(purpose, subject)) else None


def tag(purpose: str, *subjects: UUID) -> str:
    """Return 128 bits that only this site can make for these subjects, fit for a mail address in any case."""
    whole = purpose.encode() + b"\0" + b"".join(subject.bytes for subject in subjects)
    made = hmac.new(settings.current().signing_key().encode(), whole, hashlib.sha256).digest()[:16]
    return b32encode(made).decode().rstrip("=").lower()


def _signature(purpose: str, subject: UUID) -> bytes:
    key = settings.current().signing_key().encode()
    return hmac.new(key, purpose.encode() + b"\0" + subject.bytes, hashlib.sha256).digest()


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
