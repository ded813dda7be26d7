"""What goes out about coverage."""

from typing import Any
from uuid import UUID

import msgspec

from candidates.profiles.schemas import CandidateCard
from employers.needs.schemas import NeedCard
from kit.paging import Page


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What is covered: the events, the territory, what it is called, and its page."""

    events: Any
    territory_id: UUID
    name: str
    here: str


class NeedCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """How many people stand where for a need; ``wanted`` is three for each post."""

    need: NeedCard
    event_id: UUID
    wanted: int
    listed: int
    kept: int
    written: int
    accepted: int
    blind: bool
    by_hand: bool

    @property
    def missing(self) -> int:
        """How many people more should be written to."""
        return max(0, self.wanted - self.written)


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """The whole: needs and posts, how many have too few people, how many candidates have no proposal."""

    needs: int
    posts: int
    short: int
    short_posts: int
    empty: int
    candidates: int
    without: int


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """The coverage of an event or a campaign: its needs a page at a time, those that lack most first."""

    here: str
    name: str
    totals: Totals
    needs: Page[NeedCoverage]


class Without(msgspec.Struct, frozen=True, kw_only=True):
    """Candidates of the territory to whom nothing was proposed at an event, or in a campaign."""

    here: str
    name: str
    candidates: Page[CandidateCard]
