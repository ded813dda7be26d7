"""What goes out about baskets and portfolios."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from employers.companies.models import ServiceLevel
from insights.baskets.rules import Basket


class Lack(msgspec.Struct, frozen=True, kw_only=True):
    """What a stand has, beside what its booked interviews need at the same time."""

    needed: int
    tables: int
    recruiters: int


class TimesLeft(msgspec.Struct, frozen=True, kw_only=True):
    """How many people were written to and may still choose a time at a stand, and how many times are free."""

    people: int
    free: int


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that waits: at whose company, since when, until when in time, and where it is dealt with."""

    basket: Basket
    company_id: UUID
    company: str
    service_level: ServiceLevel
    title: str
    event: str
    person: str
    since: datetime
    due_on: date
    late: bool
    link: str
    timezone: str = "Europe/Paris"
    lack: Lack | None = None
    times: TimesLeft | None = None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Whose companies somebody looks at, or which one of them; a basket alone, or what is late alone."""

    whose: str = "mine"
    basket: Basket | None = None
    late: bool = False
    company: UUID | None = None
    page: int = 1


class BasketFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How much waits in a basket, and how much of it is late."""

    basket: Basket
    waiting: int
    late: int


class BasketsView(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of all baskets, and a page of what they hold, the latest first."""

    figures: list[BasketFigures]
    items: list[Item]
    number: int
    last: int
    total: int


class PortfolioRow(msgspec.Struct, frozen=True, kw_only=True):
    """A company in a portfolio."""

    id: UUID
    name: str
    place: str
    adviser: str
    covered_by: str | None
    service_level: ServiceLevel
    open_needs: int
    waiting: int
    late: int
    contacts: int
    most_contacts: int
