"""How a campaign is judged: its address, its way, its weeks, and what it still lacks."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from events.campaigns.models import CampaignStatus
from events.planning.models import Phase
from kit.i18n import N_, gettext
from kit.text import folded

LONGEST_SLUG = 60
FROM: dict[CampaignStatus, tuple[CampaignStatus, ...]] = {
    CampaignStatus.DRAFT: (),
    CampaignStatus.OPEN: (CampaignStatus.DRAFT, CampaignStatus.CLOSED),
    CampaignStatus.CLOSED: (CampaignStatus.OPEN,),
}


class Lack(StrEnum):
    """Something that a campaign still lacks."""

    EVENTS = "events"
    NEEDS = "needs"
    POSTS = "posts"
    WAITING = "waiting"
    STANDS = "stands"
    RECRUITERS = "recruiters"
    UNPUBLISHED = "unpublished"
    CONTACT = "contact"
    OPENING = "opening"


_WORDS: dict[Lack, str] = {
    Lack.EVENTS: N_("No event for: %(what)s."),
    Lack.NEEDS: N_("No need belongs to the campaign yet."),
    Lack.POSTS: N_("Posts still missing to reach the target: %(what)s."),
    Lack.WAITING: N_("Needs that are not open yet: %(what)s."),
    Lack.STANDS: N_("Companies without a stand at an interview event: %(what)s."),
    Lack.RECRUITERS: N_("Companies without a recruiter: %(what)s."),
    Lack.UNPUBLISHED: N_("Events that are not published yet: %(what)s."),
    Lack.CONTACT: N_("Nobody is named as the host's contact."),
    Lack.OPENING: N_("The opening day is not known yet."),
}


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What is counted of a campaign to say what it lacks."""

    phases: frozenset[Phase]
    needs: int
    posts: int
    target_posts: int
    waiting: int
    without_stand: int
    without_recruiter: int
    unpublished: int
    contact: bool
    opening: bool


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is missing, in the reader's words."""

    lack: Lack
    sentence: str


def slug_of(name: str) -> str:
    """Return a name as an address: lower case, no accents, words joined by hyphens."""
    return folded(name).replace(" ", "-")[:LONGEST_SLUG].strip("-")


def own_reference(need_id: UUID) -> str:
    """Return the reference of a need that was not given one by hand: always the same."""
    return f"B-{need_id.hex[:12].upper()}"


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def missing(state: State, named: dict[Phase, str]) -> list[Missing]:
    """Return what a campaign lacks, the most important first; ``named`` are the words of the phases."""
    without = [named[phase] for phase in Phase if phase not in state.phases]
    counted: list[tuple[Lack, int | str | bool]] = [
        (Lack.NEEDS, not state.needs),
        (Lack.POSTS, max(0, state.target_posts - state.posts)),
        (Lack.EVENTS, ", ".join(without)),
        (Lack.WAITING, state.waiting),
        (Lack.STANDS, state.without_stand),
        (Lack.RECRUITERS, state.without_recruiter),
        (Lack.UNPUBLISHED, state.unpublished),
        (Lack.CONTACT, not state.contact),
        (Lack.OPENING, not state.opening),
    ]
    return _said(counted)


def _said(counted: Iterable[tuple[Lack, int | str | bool]]) -> list[Missing]:
    return [
        Missing(
            lack=lack, sentence=gettext(_WORDS[lack]) % {"what": what} if what is not True else gettext(_WORDS[lack])
        )
        for lack, what in counted
        if what
    ]
