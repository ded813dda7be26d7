"""The public sheet over HTTP: anybody may read it."""

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.response import Template

from accounts.people.schemas import Viewer
from matching.sheet.queries import sheet
from matching.sheet.schemas import Sheet


class SheetController(Controller):
    """The page, in French and in English."""

    path = "/algorithme"
    include_in_schema = False

    @get("/", opt={"shared": True})
    async def show(self, visitor: NamedDependency[Viewer | None]) -> Template:
        """Show the sheet."""
        return Template("matching/sheet/show.html", context={"sheet": sheet(), "visitor": visitor})


class SheetApi(Controller):
    """The sheet for programs."""

    path = "/api/v1/algorithm"
    tags = ("Preselection",)

    @get("/")
    async def show(self) -> Sheet:
        """Show the public sheet of the algorithm: criteria, weights, rules, what is never used, how to contest."""
        return sheet()
