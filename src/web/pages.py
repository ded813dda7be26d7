"""What the pages' fields offer, in the reader's language."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from itertools import groupby
from typing import Any

from jinja2 import Environment

from candidates.profiles.models import Hours
from events.campaigns.models import HostKind
from events.partners.models import PartnerKind, Scope
from events.planning.models import EventFormat, Phase
from interviews.bookings.models import Outcome
from interviews.slots.schemas import SlotCard
from kit import i18n, settings, templates
from reference.labels import LANGUAGES_ASKED, label, named
from reference.occupations.schemas import SkillCard
from reference.terms import Condition, Contract, Format, Licence, PayPeriod
from reference.titles.schemas import GuessCard, SkillFound
from web import summary

_KINDS: dict[str, type[StrEnum]] = {
    "contract": Contract,
    "condition": Condition,
    "licence": Licence,
    "format": Format,
    "pay_period": PayPeriod,
    "hours": Hours,
    "event_format": EventFormat,
    "outcome": Outcome,
    "host_kind": HostKind,
    "phase": Phase,
    "partner_kind": PartnerKind,
    "scope": Scope,
}


def choices(kind: str) -> list[tuple[str, str]]:
    """Return the values of a field with their words."""
    values = LANGUAGES_ASKED if kind == "languages" else tuple(member.value for member in _KINDS[kind])
    return [(value, label(value)) for value in values]


def options(things: Iterable[SkillCard | GuessCard | SkillFound | str]) -> list[tuple[str, str]]:
    """Return skills, jobs or plain values as the values of a field with their words."""
    return [(thing, label(thing)) if isinstance(thing, str) else (thing.code, thing.label) for thing in things]


def by_day(slots: Iterable[SlotCard], zone: str) -> list[tuple[str, list[SlotCard]]]:
    """Return slots in order, under the day they are on in a zone."""
    return [(day, list(times)) for day, times in groupby(slots, key=lambda slot: i18n.day(slot.starts_at, zone))]


def environment() -> Environment:
    """Return the template environment with the words of work in it; pages and letters need both."""
    prepared = templates.environment()
    prepared.globals |= {"demo": settings.current().demo, "choices": choices}
    spoken: dict[str, Callable[..., Any]] = {"label": label, "named": named, "groupby_day": by_day}
    spoken |= {"options": options, "with_labels": summary.with_labels}
    prepared.filters |= {name: templates.speaking(words) for name, words in spoken.items()}
    return prepared
