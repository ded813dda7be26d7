"""The fill board over HTTP."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.planning import queries as planning
from insights.boards import queries
from insights.boards.schemas import Board

SEES = only(Role.ADVISER, Role.MANAGER)


class BoardController(Controller):
    """The board's page."""

    path = "/desk/events/{event_id:uuid}/board"
    include_in_schema = False
    dependencies = {"viewer": SEES}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Template:
        """Show the board."""
        shown = await queries.board(session, await planning.event_of(session, viewer, event_id))
        return Template("insights/boards/show.html", context={"board": shown, "viewer": viewer})


class BoardApi(Controller):
    """The board for programs."""

    path = "/api/v1/events/{event_id:uuid}/board"
    tags = ("Insights",)
    dependencies = {"viewer": SEES}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], event_id: FromPath[UUID]
    ) -> Board:
        """Show the fill board of an event: whole, by company, by need."""
        return await queries.board(session, await planning.event_of(session, viewer, event_id))
