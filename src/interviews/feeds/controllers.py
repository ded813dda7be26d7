"""Calendar feeds over HTTP: the page that manages them, and the feed itself."""

import asyncio
from typing import Any

from litestar import Controller, Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Response, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from interviews.feeds import notifications, queries, service
from interviews.feeds.rules import ROLES
from interviews.feeds.schemas import DetailForm, FeedCard, FeedForm, FeedMade
from kit import clock, forms
from kit.errors import NotFound

AnyRequest = Request[Any, Any, Any]
PAGE = "interviews/feeds/show.html"


class FeedController(Controller):
    """The feed, for calendar programs: whoever has the address reads it, without cookie or key."""

    path = "/feeds"
    include_in_schema = False
    opt = {"exclude_from_csrf": True}  # noqa: RUF012 - no cookie for a program that cannot keep one

    @get("/{name:str}")
    async def read(
        self, request: AnyRequest, session: NamedDependency[AsyncSession], name: FromPath[str]
    ) -> Response[bytes]:
        """Answer with the calendar, or with 304 while nothing in it has changed."""
        if not name.endswith(".ics"):
            raise NotFound
        opened = await queries.behind(session, name.removesuffix(".ics"))
        mark = f'W/"{opened.mark}"'
        headers = {"etag": mark, "cache-control": "private, no-cache", "content-language": opened.person.speaks}
        if _known(request.headers.get("if-none-match", ""), mark):
            return Response(b"", status_code=304, headers=headers)
        entries = await queries.entries(session, opened)
        written = await asyncio.to_thread(notifications.calendar, opened, entries, clock.now())
        headers |= {"content-disposition": 'inline; filename="tremplin.ics"'}
        return Response(written, media_type="text/calendar", headers=headers)


class CalendarController(Controller):
    """One's calendar addresses: made, shown once, made anew, ended."""

    path = "/me/calendar"
    include_in_schema = False
    dependencies = {"viewer": only(*ROLES)}  # noqa: RUF012

    @get("/")
    async def show(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> Template:
        """Show which roles have an address; never the address, of which only the hash is kept."""
        context = {"feeds": await queries.feeds_of(session, viewer), "made": None, "viewer": viewer}
        return Template(PAGE, context=context)

    @post("/", status_code=200)
    async def make(
        self, request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> Template:
        """Make an address and show it, this once."""
        form = forms.bind(FeedForm, (await request.form()).dict()).value
        made = await service.make(session, viewer, form)
        context = {"feeds": await queries.feeds_of(session, viewer), "made": made, "viewer": viewer}
        return Template(PAGE, context=context)

    @post("/{role:str}/detail", dependencies={"viewer": only(Role.ADVISER)})
    async def detail(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        role: FromPath[Role],
    ) -> Redirect:
        """Choose how much the feed tells."""
        form = forms.bind(DetailForm, (await request.form()).dict()).value
        await service.choose_detail(session, viewer, role, form.detail)
        return Redirect("/me/calendar?done=saved#result", status_code=303)

    @post("/{role:str}/revoke")
    async def revoke(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], role: FromPath[Role]
    ) -> Redirect:
        """End the address."""
        await service.revoke(session, viewer, role)
        return Redirect("/me/calendar?done=ended#result", status_code=303)


class CalendarApi(Controller):
    """Calendar addresses for programs."""

    path = "/api/v1/me/calendar"
    tags = ("Interviews",)
    dependencies = {"viewer": only(*ROLES)}  # noqa: RUF012

    @get("/")
    async def mine(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> list[FeedCard]:
        """List your roles that may have a calendar address, and since when they have one."""
        return await queries.feeds_of(session, viewer)

    @post("/")
    async def make(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], data: JSONBody[FeedForm]
    ) -> FeedMade:
        """Make the calendar address of a role, or make it anew; it is shown this once."""
        return await service.make(session, viewer, data)

    @post("/{role:str}/detail", status_code=200, dependencies={"viewer": only(Role.ADVISER)})
    async def detail(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        role: FromPath[Role],
        data: JSONBody[DetailForm],
    ) -> list[FeedCard]:
        """Choose how much your calendar as an adviser tells: busy times, initials, or names and jobs."""
        await service.choose_detail(session, viewer, role, data.detail)
        return await queries.feeds_of(session, viewer)

    @delete("/{role:str}")
    async def revoke(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], role: FromPath[Role]
    ) -> None:
        """End the calendar address of a role."""
        await service.revoke(session, viewer, role)


def _known(asked: str, mark: str) -> bool:
    """Say whether the program has this very state already (RFC 9110, section 13.1.2: weak comparison)."""
    listed = [one.strip().removeprefix("W/") for one in asked.split(",")]
    return asked.strip() == "*" or mark.removeprefix("W/") in listed
