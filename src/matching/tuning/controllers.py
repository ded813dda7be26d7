"""A need's criteria over HTTP: what each one weighs, and whom it removes."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.planning import queries as planning
from kit import forms
from matching.scoring.rules.criteria import Name
from matching.scoring.rules.weights import Preset
from matching.shortlists import queries as shortlists
from matching.shortlists import service as ranking
from matching.tuning import queries
from matching.tuning.schemas import TuningView
from matching.weighting import queries as weighting
from matching.weighting import service
from matching.weighting.schemas import WeightsForm

AnyRequest = Request[Any, Any, Any]
SHOW = "matching/tuning/show.html"
ADVISER = only(Role.ADVISER)
WORDS = {"presets": list(Preset), "names": list(Name)}


class TuningController(Controller):
    """The page of a need's criteria."""

    path = "/desk/events/{event_id:uuid}/needs/{need_id:uuid}/criteria"
    include_in_schema = False
    dependencies = {"viewer": ADVISER}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
    ) -> Template:
        """Show the weights and what each criterion removes."""
        event = await planning.event_of(session, viewer, event_id)
        need = await shortlists.need_at(session, viewer, event, need_id)
        form = forms.fill(await weighting.form_of(session, need.id))
        context = WORDS | {"page": await queries.view(session, event, need), "form": form, "viewer": viewer}
        return Template(SHOW, context=context)

    @post("/")
    async def weigh(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
    ) -> Redirect:
        """Set the weights; what nobody decided yet is scored again."""
        event = await planning.event_of(session, viewer, event_id)
        need = await shortlists.need_at(session, viewer, event, need_id)
        typed = (await request.form()).dict()
        form = forms.bind(WeightsForm, {"preset": typed["use"]} if typed.get("use") else typed)
        with form.shown_on(SHOW, **WORDS, page=await queries.view(session, event, need), viewer=viewer):
            await service.weigh(session, viewer, need, form.value)
            await ranking.weighed_again(session, need, by_id=viewer.id)
        return Redirect(f"/desk/events/{event_id}/needs/{need_id}/criteria", status_code=303)


class TuningApi(Controller):
    """A need's criteria for programs."""

    path = "/api/v1/events/{event_id:uuid}/needs/{need_id:uuid}/criteria"
    tags = ("Preselection",)
    dependencies = {"viewer": ADVISER}  # noqa: RUF012

    @get("/")
    async def show(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
    ) -> TuningView:
        """Show how much each criterion counts, who set it, and how many candidates each one removes."""
        event = await planning.event_of(session, viewer, event_id)
        return await queries.view(session, event, await shortlists.need_at(session, viewer, event, need_id))

    @put("/")
    async def weigh(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        event_id: FromPath[UUID],
        need_id: FromPath[UUID],
        data: JSONBody[WeightsForm],
    ) -> TuningView:
        """Set the weights of a need: a preset, and parts that differ; open entries are scored again."""
        event = await planning.event_of(session, viewer, event_id)
        need = await shortlists.need_at(session, viewer, event, need_id)
        await service.weigh(session, viewer, need, data)
        await ranking.weighed_again(session, need, by_id=viewer.id)
        return await queries.view(session, event, need)
