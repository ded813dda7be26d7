"""What goes into the log, and out of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from matching.decisions.models import Act
from matching.decisions.rules.replay import Difference


class Versions(msgspec.Struct, frozen=True, kw_only=True):
    """What a score was made with: the rules, a digest of the weights, the model of titles, the register."""

    rules: str | None = None
    weights: str | None = None
    model: str | None = None
    register: str | None = None


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An entry before it is chained; ``about`` pairs a candidate with what is kept of them."""

    act: Act
    event_id: UUID | None = None
    need_id: UUID | None = None
    scored_in: int | None = None
    inputs: str | None = None
    versions: Versions = Versions()
    score: float | None = None
    rank: int | None = None
    decision: str | None = None
    override: bool | None = None
    terms: str | None = None
    about: list[tuple[UUID, dict[str, Any]]] = []


class EntryView(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as an adviser or an auditor reads it; ``intact`` says whether it is as it was written."""

    number: int
    at: datetime
    act: Act
    actor_id: UUID
    actor: str
    event_id: UUID | None
    need_id: UUID | None
    need: str
    candidates: list[str]
    score: float | None
    rank: int | None
    decision: str | None
    override: bool | None
    reason: str
    rules: str | None
    weights: str | None
    model: str | None
    register: str | None
    scored_in: int | None
    inputs: str | None
    previous: str
    digest: str
    erased: int
    intact: bool


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """How often somebody decided against the score, out of all they decided with a score before them."""

    adviser: str
    decided: int
    kept_below: int
    refused_above: int

    @property
    def overrides(self) -> int:
        """Both kinds together."""
        return self.kept_below + self.refused_above


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What verifying found: how many entries, the digest of the last, and the first that is not as it was."""

    entries: int
    head: str
    broken: int | None = None
    what: str | None = None


class ReplayView(msgspec.Struct, frozen=True, kw_only=True):
    """A list that was made again: the same byte for byte, or where it differs; ``erased`` could not be made."""

    number: int
    same: bool
    entries: int
    erased: int
    kept_sha256: str
    again_sha256: str
    rules_then: str | None
    rules_now: str
    differences: list[Difference]
