"""Baskets and portfolios over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from employers.absences import queries as absences
from employers.companies.models import ServiceLevel
from employers.contacts import queries as contacts
from employers.portfolios.schemas import HandOverForm
from insights.baskets import portfolio, queries, rules
from insights.baskets.rules import Basket
from insights.baskets.schemas import BasketsView, PortfolioRow, Wanted
from kit import forms
from kit.paging import Page

SEES = only(Role.ADVISER, Role.MANAGER)


async def _choice(session: AsyncSession, viewer: Viewer, whose: str) -> dict[str, Any]:
    """Return whose companies can be looked at."""
    default = "mine" if viewer.has(Role.ADVISER) else "territory"
    return {
        "whose": whose or default,
        "colleagues": [one for one in await absences.advisers_beside(session, viewer) if one[0] != viewer.id],
        "viewer": viewer,
    }


class BasketController(Controller):
    """The pages of what waits, and of the companies somebody answers for."""

    path = "/desk"
    include_in_schema = False
    dependencies = {"viewer": SEES}  # noqa: RUF012

    @get("/baskets")
    async def baskets(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        whose: FromQuery[str] = "",
        basket: FromQuery[Basket | None] = None,
        late: FromQuery[bool] = False,
        company: FromQuery[UUID | None] = None,
        page: FromQuery[int] = 1,
    ) -> Template:
        """Show what waits, late first."""
        choice = await _choice(session, viewer, whose)
        by = Wanted(whose=choice["whose"], basket=basket, late=late, company=company, page=page)
        context = {"baskets": await queries.baskets(session, viewer, by), "days": rules.DAYS, **choice}
        context |= {"basket": basket, "late": late, "company": company}
        return Template("insights/baskets/show.html", context=context)

    @get("/portfolio")
    async def portfolio(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        whose: FromQuery[str] = "",
        level: FromQuery[ServiceLevel | None] = None,
        q: FromQuery[str] = "",
        page: FromQuery[int] = 1,
    ) -> Template:
        """Show the companies, and what can be done with several at once."""
        choice = await _choice(session, viewer, whose)
        context = {
            "page": await portfolio.portfolio(session, viewer, choice["whose"], level, q, page),
            "level": level,
            "q": q,
            "caps": await contacts.caps(session, viewer),
            "form": forms.blank(HandOverForm),
            **choice,
        }
        return Template("insights/baskets/portfolio.html", context=context)


class BasketApi(Controller):
    """Baskets and portfolios for programs."""

    path = "/api/v1"
    tags = ("Portfolio",)
    dependencies = {"viewer": SEES}  # noqa: RUF012

    @get("/baskets")
    async def baskets(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        whose: FromQuery[str] = "mine",
        basket: FromQuery[Basket | None] = None,
        late: FromQuery[bool] = False,
        company: FromQuery[UUID | None] = None,
        page: FromQuery[int] = 1,
    ) -> BasketsView:
        """List what waits, late first; ``whose`` is mine (with whom you cover), covered, territory or an adviser."""
        by = Wanted(whose=whose, basket=basket, late=late, company=company, page=page)
        return await queries.baskets(session, viewer, by)

    @get("/portfolio")
    async def portfolio(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        whose: FromQuery[str] = "mine",
        level: FromQuery[ServiceLevel | None] = None,
        q: FromQuery[str] = "",
        page: FromQuery[int] = 1,
    ) -> Page[PortfolioRow]:
        """List the companies of a portfolio with what waits at each, 50 a page."""
        return await portfolio.portfolio(session, viewer, whose, level, q, page)
