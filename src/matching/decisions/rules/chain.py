"""The chain: canonical JSON, seals and digests. Pure, so that an auditor's own program can do the same."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

FIRST = "0" * 64  # what the first entry names as the one before


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """All that the digest of an entry covers, in the names under which it is exported."""

    number: int
    previous: str
    at: datetime
    act: str
    actor_id: UUID
    event_id: UUID | None
    need_id: UUID | None
    scored_in: int | None
    inputs: str | None
    rules: str | None
    weights: str | None
    model: str | None
    register: str | None
    score: float | None
    rank: int | None
    decision: str | None
    override: bool | None
    terms: str | None
    contents: str


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A side row: its salt and content, both None once they were erased, and the seal that stays."""

    salt: str | None
    content: str | None
    digest: str


def canonical(value: Any) -> str:
    """Return a value as JSON with sorted keys and sets, without spaces: the same value, the same bytes."""
    return msgspec.json.encode(value, order="sorted").decode()


def seal(salt: str, content: str) -> str:
    """Return HMAC-SHA-256 of a content under its salt: without the salt nobody can try contents out."""
    return hmac.new(salt.encode(), content.encode(), hashlib.sha256).hexdigest()


def together(seals: Iterable[str]) -> str:
    """Return one SHA-256 over several seals in their order; the empty string for none."""
    listed = list(seals)
    return hashlib.sha256("".join(listed).encode()).hexdigest() if listed else ""


def digest(link: Link) -> str:
    """Return SHA-256 over the canonical JSON of an entry."""
    return hashlib.sha256(canonical(link).encode()).hexdigest()


def fault(link: Link, kept: str, previous: Link | None, before: str, contents: list[Sealed]) -> str | None:
    """Return what is wrong with an entry in its place, or None: its number, its link, its digest, its contents."""
    if link.number != (previous.number if previous else 0) + 1:
        return "number"
    if link.previous != before:
        return "previous"
    return own_fault(link, kept, contents)


def own_fault(link: Link, kept: str, contents: list[Sealed]) -> str | None:
    """Return what is wrong with an entry by itself: ``digest`` or ``contents``; None if nothing is."""
    if digest(link) != kept:
        return "digest"
    if together(one.digest for one in contents) != link.contents or not all(_intact(one) for one in contents):
        return "contents"
    return None


def _intact(one: Sealed) -> bool:
    if one.content is None or one.salt is None:
        return one.content is None and one.salt is None
    return hmac.compare_digest(seal(one.salt, one.content), one.digest)
