"""Requests for more times over HTTP, for recruiters: from the letter, or signed in."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from interviews.requests import queries, service
from interviews.requests.models import SlotRequest
from interviews.requests.notifications import ASK
from interviews.requests.schemas import DeclineForm, RequestView
from kit import forms, tokens
from kit.errors import NotFound

RECRUITS = only(Role.RECRUITER)


class MoreTimesController(Controller):
    """The page behind the letter, for whoever holds its link; opening it changes nothing."""

    path = "/more-times/{token:str}"
    include_in_schema = False

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], visitor: NamedDependency[Viewer | None], token: FromPath[str]
    ) -> Template:
        """Show the times that a yes opens."""
        shown = await queries.view(session, await _behind(session, token))
        context = {"asked": shown, "token": token, "visitor": visitor, "form": forms.blank(DeclineForm)}
        return Template("interviews/requests/show.html", context=context)

    @post("/accept")
    async def accept(
        self, session: NamedDependency[AsyncSession], visitor: NamedDependency[Viewer | None], token: FromPath[str]
    ) -> Redirect:
        """Open them."""
        await service.accept(session, visitor.id if visitor else None, await _behind(session, token))
        return Redirect(f"/more-times/{token}#result", status_code=303)

    @post("/decline")
    async def decline(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        token: FromPath[str],
    ) -> Redirect:
        """Say no."""
        form = forms.bind(DeclineForm, (await request.form()).dict()).value
        await service.decline(session, visitor.id if visitor else None, await _behind(session, token), form.reason)
        return Redirect(f"/more-times/{token}#result", status_code=303)


class MoreTimesApi(Controller):
    """Requests for more times for programs of recruiters."""

    path = "/api/v1/more-times"
    tags = ("Slots",)
    dependencies = {"viewer": RECRUITS}  # noqa: RUF012

    @get("/")
    async def list(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> list[RequestView]:
        """List the requests that wait for your answer."""
        return await queries.waiting_for(session, viewer)

    @get("/{request_id:uuid}")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], request_id: FromPath[UUID]
    ) -> RequestView:
        """Show a request, with the times that a yes opens now."""
        return await queries.view(session, await queries.request_for(session, viewer, request_id))

    @post("/{request_id:uuid}/accept", status_code=200)
    async def accept(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], request_id: FromPath[UUID]
    ) -> RequestView:
        """Open the times that were asked for."""
        request = await queries.request_for(session, viewer, request_id)
        await service.accept(session, viewer.id, request)
        return await queries.view(session, request)

    @post("/{request_id:uuid}/decline", status_code=200)
    async def decline(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        request_id: FromPath[UUID],
        data: JSONBody[DeclineForm],
    ) -> RequestView:
        """Say no."""
        request = await queries.request_for(session, viewer, request_id)
        await service.decline(session, viewer.id, request, data.reason)
        return await queries.view(session, request)


async def _behind(session: AsyncSession, token: str) -> SlotRequest:
    """Return the request of a signed link; raises NotFound."""
    request_id = tokens.verified(ASK, token)
    request = await session.get(SlotRequest, request_id) if request_id else None
    if request is None:
        raise NotFound
    return request
