"""Registrations over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, delete, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from events.planning import queries as planning
from events.planning.models import Event
from events.registrations import service
from events.registrations.schemas import GiveBackForm, RegistrationForm, RegistrationView
from kit import forms

ACTS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)


class RegistrationController(Controller):
    """Taking a seat, for oneself or for somebody one helps."""

    include_in_schema = False
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @post("/events/{event_id:uuid}/register")
    async def register(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Take a seat."""
        form = forms.bind(RegistrationForm, (await request.form()).dict()).value
        event, candidate = await _who_and_where(session, viewer, event_id, form.candidate_id)
        await service.register(session, viewer, event, candidate, form.format)
        return _back(viewer, event, candidate)

    @post("/events/{event_id:uuid}/give-back")
    async def give_back(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
    ) -> Redirect:
        """Give the seat back."""
        form = forms.bind(GiveBackForm, (await request.form()).dict()).value
        event, candidate = await _who_and_where(session, viewer, event_id, form.candidate_id)
        await service.give_back(session, viewer, event, candidate)
        return _back(viewer, event, candidate)


class RegistrationApi(Controller):
    """Registrations for programs."""

    path = "/api/v1/events/{event_id:uuid}/registrations"
    tags = ("Events",)
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @post("/")
    async def register(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        data: JSONBody[RegistrationForm],
    ) -> RegistrationView:
        """Take a seat, on site or online; registering again changes nothing."""
        event, candidate = await _who_and_where(session, viewer, event_id, data.candidate_id)
        seat = await service.register(session, viewer, event, candidate, data.format)
        return RegistrationView(event_id=event_id, candidate_id=candidate.id, format=seat.format)

    @delete("/{candidate_id:uuid}")
    async def give_back(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        candidate_id: FromPath[UUID],
    ) -> None:
        """Give a seat back; twice changes nothing."""
        event = await planning.public_event(session, event_id)
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        await service.give_back(session, viewer, event, candidate)


async def _who_and_where(
    session: AsyncSession, viewer: Viewer, event_id: UUID, candidate_id: UUID | None
) -> tuple[Event, Candidate]:
    event = await planning.public_event(session, event_id)
    return event, await candidates.whom(session, viewer, candidate_id)


def _back(viewer: Viewer, event: Event, candidate: Candidate) -> Redirect:
    """Return to the event, or to the page of whom one helps."""
    mine = candidate.id == viewer.candidate_id
    return Redirect(f"/events/{event.id}" if mine else f"/candidates/{candidate.id}", status_code=303)
