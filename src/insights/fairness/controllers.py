"""The fairness panel over HTTP: a page, JSON and CSV, for advisers and their managers."""

from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.planning import queries as planning
from insights.downloads import download
from insights.fairness import queries
from insights.fairness.rules.panel import Stage
from insights.fairness.schemas import PanelView
from insights.fairness.table import table
from insights.months import period
from kit import clock

SEES = only(Role.ADVISER, Role.MANAGER)
SHOW = "insights/fairness/show.html"


class FairnessController(Controller):
    """The panel's pages."""

    path = "/desk"
    include_in_schema = False
    dependencies = {"viewer": SEES}  # noqa: RUF012

    @get("/events/{event_id:uuid}/fairness")
    async def of_event(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Template:
        """Show the panel of an event."""
        shown = await queries.of_event(session, await planning.event_of(session, viewer, event_id))
        here = f"/desk/events/{event_id}/fairness"
        return Template(SHOW, context={"panel": shown, "csv": f"{here}.csv", "stages": list(Stage), "viewer": viewer})

    @get("/events/{event_id:uuid}/fairness.csv")
    async def of_event_csv(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Response[bytes]:
        """Take the panel of an event away."""
        event = await planning.event_of(session, viewer, event_id)
        return download("fairness", table(await queries.of_event(session, event)))

    @get("/fairness")
    async def of_period(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        since: FromQuery[str] = "",
        until: FromQuery[str] = "",
    ) -> Template:
        """Show the panel of a period."""
        within = period(since, until, clock.now().date())
        shown = await queries.of_period(session, viewer, within)
        csv = f"/desk/fairness.csv?since={within.first}&until={within.last}"
        return Template(SHOW, context={"panel": shown, "csv": csv, "stages": list(Stage), "viewer": viewer})

    @get("/fairness.csv")
    async def of_period_csv(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        since: FromQuery[str] = "",
        until: FromQuery[str] = "",
    ) -> Response[bytes]:
        """Take the panel of a period away."""
        within = period(since, until, clock.now().date())
        return download("fairness", table(await queries.of_period(session, viewer, within)))


class FairnessApi(Controller):
    """The panel for programs."""

    path = "/api/v1"
    tags = ("Insights",)
    dependencies = {"viewer": SEES}  # noqa: RUF012

    @get("/events/{event_id:uuid}/fairness")
    async def of_event(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> PanelView:
        """Show selection rates by group at an event; groups of fewer than ten people are hidden."""
        return await queries.of_event(session, await planning.event_of(session, viewer, event_id))

    @get("/events/{event_id:uuid}/fairness.csv")
    async def of_event_csv(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Response[bytes]:
        """Return the panel of an event as CSV."""
        event = await planning.event_of(session, viewer, event_id)
        return download("fairness", table(await queries.of_event(session, event)))

    @get("/fairness")
    async def of_period(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        since: FromQuery[str] = "",
        until: FromQuery[str] = "",
    ) -> PanelView:
        """Show selection rates by group over the events of whole months (2026-01 to 2026-12), each person once."""
        return await queries.of_period(session, viewer, period(since, until, clock.now().date()))

    @get("/fairness.csv")
    async def of_period_csv(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        since: FromQuery[str] = "",
        until: FromQuery[str] = "",
    ) -> Response[bytes]:
        """Return the panel of a period as CSV."""
        within = period(since, until, clock.now().date())
        return download("fairness", table(await queries.of_period(session, viewer, within)))
