"""What goes in and out about calendar feeds."""

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement

from accounts.people.models import Person, Role
from interviews.bookings.schemas import InterviewCard
from interviews.feeds.models import Detail


class FeedForm(msgspec.Struct, kw_only=True):
    """Make the address of a role, or make it anew; the detail matters to advisers only."""

    role: Role
    detail: Detail | None = None


class DetailForm(msgspec.Struct, kw_only=True):
    """How much an adviser's feed tells; its address stays."""

    detail: Detail


class FeedCard(msgspec.Struct, frozen=True, kw_only=True):
    """A role that may have an address, and whether it has one."""

    role: Role
    detail: Detail
    made_at: datetime | None


class FeedMade(msgspec.Struct, frozen=True, kw_only=True):
    """An address, shown this once."""

    role: Role
    address: str
    webcal: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An interview in a feed, with the number of its last change."""

    card: InterviewCard
    sequence: int


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """What an address opens; ``mark`` changes with anything that its calendar says."""

    person: Person
    role: Role
    detail: Detail
    mark: str
    where: tuple[ColumnElement[bool], ...]
