"""Introductions over HTTP, for the company and its adviser."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from employers.needs import queries as needs
from interviews.introductions import queries
from interviews.introductions.schemas import Introductions

READS = only(Role.RECRUITER, Role.ADVISER)


class IntroductionController(Controller):
    """The page of a need's candidates, made to be printed too."""

    path = "/needs/{need_id:uuid}/candidates"
    include_in_schema = False
    dependencies = {"viewer": READS}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], need_id: FromPath[UUID]
    ) -> Template:
        """Show who is proposed, with the reasons; the adviser reads exactly what the company does."""
        shown = await queries.introductions(session, await needs.need_of(session, viewer, need_id))
        return Template("interviews/introductions/show.html", context={"shown": shown, "viewer": viewer})


class IntroductionApi(Controller):
    """Introductions for programs."""

    path = "/api/v1/needs/{need_id:uuid}/candidates"
    tags = ("Preselection",)
    dependencies = {"viewer": READS}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], need_id: FromPath[UUID]
    ) -> Introductions:
        """List who is proposed for a need: by name from their yes on, on a blind need once an interview is agreed."""
        return await queries.introductions(session, await needs.need_of(session, viewer, need_id))
