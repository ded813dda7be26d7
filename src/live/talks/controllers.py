"""Talks over HTTP: whatever happens in one works without a socket too."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from interviews.bookings import queries as bookings
from kit import forms
from kit.errors import Invalid
from live.calls import queries as calls
from live.lines.schemas import HandOverForm
from live.talks import queries, service
from live.talks.dependencies import provide_sides
from live.talks.queries import Sides
from live.talks.schemas import ConsentForm, ModeForm, ReportForm, SayForm, ShowForm, TalkView

AnyRequest = Request[Any, Any, Any]
TALKS = only(Role.CANDIDATE, Role.HELPER, Role.RECRUITER, Role.ADVISER)
RECRUITS = only(Role.RECRUITER, Role.ADVISER)
TALK = "live/talks/show.html"
NAMED = {"viewer": TALKS, "sides": Provide(provide_sides)}


class OpenTalkController(Controller):
    """Opening the talk of a booked interview."""

    path = "/interviews/{interview_id:uuid}/talk"
    include_in_schema = False

    @post("/", dependencies={"viewer": RECRUITS})
    async def open(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], interview_id: FromPath[UUID]
    ) -> Redirect:
        """Open the talk of a booked interview."""
        interview = await bookings.interview_at(session, viewer, interview_id)
        await service.open_for_interview(session, viewer, interview)
        return _to(interview.id)


class TalkController(Controller):
    """A talk's page, for both sides."""

    path = "/talks/{talk_id:uuid}"
    include_in_schema = False
    dependencies = NAMED

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], sides: NamedDependency[Sides]
    ) -> Template:
        """Show a talk."""
        return Template(TALK, context=await _context(session, viewer, sides))

    @post("/enter")
    async def enter(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], sides: NamedDependency[Sides]
    ) -> Redirect:
        """Come in."""
        await service.enter(session, viewer, sides)
        return _to(sides.talk.id)

    @post("/say")
    async def say(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        sides: NamedDependency[Sides],
    ) -> Redirect:
        """Write something."""
        form = forms.bind(SayForm, (await request.form()).dict())
        try:
            await service.say(session, viewer, sides, form.value)
        except Invalid:  # the page is costly, and asked for with every message: it is made only where it is shown
            with form.shown_on(TALK, **await _context(session, viewer, sides)):
                raise
        return _to(sides.talk.id, "say")

    @post("/mode")
    async def mode(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        sides: NamedDependency[Sides],
    ) -> Redirect:
        """Go on another way."""
        form = forms.bind(ModeForm, (await request.form()).dict()).value
        await service.go_on_by(session, viewer, sides, form.mode)
        return _to(sides.talk.id)

    @post("/extend")
    async def extend(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], sides: NamedDependency[Sides]
    ) -> Redirect:
        """Go on longer."""
        await service.extend(session, viewer, sides)
        return _to(sides.talk.id)

    @post("/show")
    async def put(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        sides: NamedDependency[Sides],
    ) -> Redirect:
        """Show a page to both."""
        form = forms.bind(ShowForm, (await request.form()).dict()).value
        await service.show(session, viewer, sides, form)
        return _to(sides.talk.id, "shown")

    @post("/consent")
    async def consent(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        sides: NamedDependency[Sides],
    ) -> Redirect:
        """Agree to be shown, or not."""
        form = forms.bind(ConsentForm, (await request.form()).dict()).value
        await service.consent(session, viewer, sides, form.showing, agreed=form.agreed == "yes")
        return _to(sides.talk.id, "shown")

    @post("/hand-over")
    async def hand_over(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        sides: NamedDependency[Sides],
    ) -> Redirect:
        """Give the talk to a colleague."""
        form = forms.bind(HandOverForm, (await request.form()).dict())
        with form.shown_on(TALK, **await _context(session, viewer, sides)):
            await service.hand_over(session, viewer, sides, form.value.recruiter_id)
        return Redirect(f"/stands/{sides.talk.stand_id}/line?done=handed_over#result", status_code=303)

    @post("/report")
    async def report(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        sides: NamedDependency[Sides],
    ) -> Redirect:
        """Report the other side."""
        form = forms.bind(ReportForm, (await request.form()).dict())
        with form.shown_on(TALK, **await _context(session, viewer, sides)):
            await service.report(session, viewer, sides, form.value)
        return _to(sides.talk.id)

    @get("/written.txt")
    async def written(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], sides: NamedDependency[Sides]
    ) -> Response[str]:
        """Give what was written, to be kept."""
        lines = [
            f"{one.at.astimezone(sides.event.zone):%Y-%m-%d %H:%M} {one.by}: {one.text}"
            for one in await queries.messages(session, viewer, sides.talk)
        ]
        return Response(
            "\n".join(lines) + "\n",
            media_type="text/plain; charset=utf-8",
            headers={"content-disposition": f'attachment; filename="tremplin-{sides.talk.opened_at.date()}.txt"'},
        )


class TalkApi(Controller):
    """Talks for programs."""

    path = "/api/v1/talks/{talk_id:uuid}"
    tags = ("The day",)
    dependencies = NAMED

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], sides: NamedDependency[Sides]
    ) -> TalkView:
        """Show one of your talks: what was written, what both look at, how long it goes on."""
        return await queries.view(session, viewer, sides)

    @post("/enter", status_code=200)
    async def enter(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], sides: NamedDependency[Sides]
    ) -> TalkView:
        """Come into a talk to which you were called: its time begins."""
        await service.enter(session, viewer, sides)
        return await queries.view(session, viewer, sides)

    @post("/say", status_code=200)
    async def say(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        sides: NamedDependency[Sides],
        data: JSONBody[SayForm],
    ) -> TalkView:
        """Write something in a talk."""
        await service.say(session, viewer, sides, data)
        return await queries.view(session, viewer, sides)

    @post("/mode", status_code=200)
    async def mode(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        sides: NamedDependency[Sides],
        data: JSONBody[ModeForm],
    ) -> TalkView:
        """Go on by video, by voice, in writing or by telephone."""
        await service.go_on_by(session, viewer, sides, data.mode)
        return await queries.view(session, viewer, sides)

    @post("/extend", status_code=200)
    async def extend(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], sides: NamedDependency[Sides]
    ) -> TalkView:
        """Let a talk go on five minutes longer, near its end."""
        await service.extend(session, viewer, sides)
        return await queries.view(session, viewer, sides)

    @post("/show", status_code=200)
    async def put(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        sides: NamedDependency[Sides],
        data: JSONBody[ShowForm],
    ) -> TalkView:
        """Put a page before both sides: a need of the stand, the profile or the way; personal ones ask for consent."""
        await service.show(session, viewer, sides, data)
        return await queries.view(session, viewer, sides)

    @post("/hand-over", status_code=204)
    async def hand_over(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        sides: NamedDependency[Sides],
        data: JSONBody[HandOverForm],
    ) -> None:
        """Give a talk to a colleague of the stand."""
        await service.hand_over(session, viewer, sides, data.recruiter_id)

    @post("/report", status_code=204)
    async def report(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        sides: NamedDependency[Sides],
        data: JSONBody[ReportForm],
    ) -> None:
        """Report the other side of a talk to the event's advisers."""
        await service.report(session, viewer, sides, data)


async def _context(session: AsyncSession, viewer: Viewer, sides: Sides) -> dict[str, Any]:
    return {
        "talk": await queries.view(session, viewer, sides),
        "form": forms.blank(SayForm),
        "ice": msgspec.json.encode(calls.servers(viewer.id)).decode(),
        "viewer": viewer,
    }


def _to(talk_id: UUID, at: str = "") -> Redirect:
    return Redirect(f"/talks/{talk_id}" + (f"#{at}" if at else ""), status_code=303)
