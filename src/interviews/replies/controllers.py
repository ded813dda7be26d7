"""Keeping what a calendar declined, and deciding upon another time, over HTTP."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from candidates.profiles import queries as candidates
from interviews.answers.models import MoveRequest, MoveStatus, Side
from interviews.answers.queries import move_card
from interviews.bookings import queries as bookings
from interviews.bookings.models import Interview
from interviews.bookings.schemas import InterviewCard
from interviews.replies import queries, service
from interviews.replies.dependencies import answer_behind, move_behind
from interviews.replies.schemas import DecideForm
from kit import clock, forms

AnyRequest = Request[Any, Any, Any]
ACTS = only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)
HOLDS = only(Role.RECRUITER, Role.ADVISER)


class SignedKeepController(Controller):
    """Taking a no back from the letter, without signing in; opening the link changes nothing."""

    path = "/keep/{token:str}"
    include_in_schema = False

    @get("/")
    async def ask(
        self,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        token: FromPath[str],
    ) -> Template:
        """Say until when it can be kept."""
        answer = await answer_behind(session, token)
        card = await bookings.card(session, await bookings.interview_behind(session, answer.interview_id))
        until = answer.back_until if answer.back_until and answer.back_until > clock.now() else None
        context = {"card": card, "token": token, "until": until, "visitor": visitor}
        return Template("interviews/replies/keep.html", context=context)

    @post("/")
    async def keep(self, session: NamedDependency[AsyncSession], token: FromPath[str]) -> Redirect:
        """Keep the interview."""
        await service.keep(session, None, await answer_behind(session, token))
        return Redirect(f"/keep/{token}#result", status_code=303)


class SignedMoveController(Controller):
    """Deciding upon a proposed time from the letter; opening the link changes nothing."""

    path = "/moves/{token:str}"
    include_in_schema = False

    @get("/")
    async def ask(
        self,
        session: NamedDependency[AsyncSession],
        visitor: NamedDependency[Viewer | None],
        token: FromPath[str],
    ) -> Template:
        """Show both times."""
        asked = await move_behind(session, token)
        interview = await bookings.interview_behind(session, asked.interview_id)
        context = {
            "card": await bookings.card(session, interview),
            "move": move_card(asked, await _name(session, asked)),
            "status": asked.status,
            "stands": asked.status is MoveStatus.OPEN and asked.sequence == interview.sequence,
            "token": token,
            "visitor": visitor,
        }
        return Template("interviews/replies/move.html", context=context)

    @post("/")
    async def decide(
        self, request: AnyRequest, session: NamedDependency[AsyncSession], token: FromPath[str]
    ) -> Redirect:
        """Take the time, or not."""
        asked = await move_behind(session, token)
        form = forms.bind(DecideForm, (await request.form()).dict()).value
        await service.decide(session, None, asked, accept=form.accept)
        return Redirect(f"/moves/{token}#result", status_code=303)


class CandidateReplyController(Controller):
    """The same on the candidate's own page."""

    path = "/candidates/{candidate_id:uuid}/interviews/{interview_id:uuid}"
    include_in_schema = False
    dependencies = {"viewer": ACTS}  # noqa: RUF012

    @post("/keep")
    async def keep(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        interview_id: FromPath[UUID],
    ) -> Redirect:
        """Keep an interview that the candidate's calendar declined."""
        interview = await _of_candidate(session, viewer, candidate_id, interview_id)
        await service.keep(session, viewer.id, await queries.declined_by(session, interview, Side.CANDIDATE))
        return Redirect(f"/candidates/{candidate_id}/interviews/{interview_id}?done=keeps#result", status_code=303)

    @post("/proposed-time")
    async def decide(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        interview_id: FromPath[UUID],
    ) -> Redirect:
        """Take the time that the company proposes, or not."""
        interview = await _of_candidate(session, viewer, candidate_id, interview_id)
        form = forms.bind(DecideForm, (await request.form()).dict()).value
        asked = await queries.move_asked_by(session, interview, Side.COMPANY)
        await service.decide(session, viewer.id, asked, accept=form.accept)
        return Redirect(f"/candidates/{candidate_id}/interviews/{interview_id}?done=answered#result", status_code=303)


class CompanyReplyController(Controller):
    """The same on the recruiter's day."""

    path = "/interviews/{interview_id:uuid}"
    include_in_schema = False
    dependencies = {"viewer": HOLDS}  # noqa: RUF012

    @post("/keep")
    async def keep(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], interview_id: FromPath[UUID]
    ) -> Redirect:
        """Keep an interview that a recruiter's calendar declined."""
        interview = await bookings.interview_at(session, viewer, interview_id)
        await service.keep(session, viewer.id, await queries.declined_by(session, interview, Side.COMPANY))
        return Redirect(_day(interview), status_code=303)

    @post("/proposed-time")
    async def decide(
        self,
        request: AnyRequest,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        interview_id: FromPath[UUID],
    ) -> Redirect:
        """Take the time that the candidate proposes, or not."""
        interview = await bookings.interview_at(session, viewer, interview_id)
        form = forms.bind(DecideForm, (await request.form()).dict()).value
        asked = await queries.move_asked_by(session, interview, Side.CANDIDATE)
        return Redirect(_day(await service.decide(session, viewer.id, asked, accept=form.accept)), status_code=303)


class ReplyApi(Controller):
    """Keeping and deciding for programs."""

    path = "/api/v1"
    tags = ("Interviews",)

    @post(
        "/candidates/{candidate_id:uuid}/interviews/{interview_id:uuid}/keep",
        status_code=200,
        dependencies={"viewer": ACTS},
    )
    async def keep_for_candidate(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        interview_id: FromPath[UUID],
    ) -> InterviewCard:
        """Keep an interview that the candidate's calendar declined, within ten minutes."""
        interview = await _of_candidate(session, viewer, candidate_id, interview_id)
        await service.keep(session, viewer.id, await queries.declined_by(session, interview, Side.CANDIDATE))
        return await _shown(session, interview)

    @post(
        "/candidates/{candidate_id:uuid}/interviews/{interview_id:uuid}/proposed-time",
        status_code=200,
        dependencies={"viewer": ACTS},
    )
    async def decide_for_candidate(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        candidate_id: FromPath[UUID],
        interview_id: FromPath[UUID],
        data: JSONBody[DecideForm],
    ) -> InterviewCard:
        """Take the time that the company proposes, or decline it."""
        interview = await _of_candidate(session, viewer, candidate_id, interview_id)
        asked = await queries.move_asked_by(session, interview, Side.COMPANY)
        return await _shown(session, await service.decide(session, viewer.id, asked, accept=data.accept))

    @post("/interviews/{interview_id:uuid}/keep", status_code=200, dependencies={"viewer": HOLDS})
    async def keep_for_company(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], interview_id: FromPath[UUID]
    ) -> InterviewCard:
        """Keep an interview that a recruiter's calendar declined, within ten minutes."""
        interview = await bookings.interview_at(session, viewer, interview_id)
        await service.keep(session, viewer.id, await queries.declined_by(session, interview, Side.COMPANY))
        return await _shown(session, interview)

    @post("/interviews/{interview_id:uuid}/proposed-time", status_code=200, dependencies={"viewer": HOLDS})
    async def decide_for_company(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        interview_id: FromPath[UUID],
        data: JSONBody[DecideForm],
    ) -> InterviewCard:
        """Take the time that the candidate proposes, or decline it."""
        interview = await bookings.interview_at(session, viewer, interview_id)
        asked = await queries.move_asked_by(session, interview, Side.CANDIDATE)
        return await _shown(session, await service.decide(session, viewer.id, asked, accept=data.accept))


async def _of_candidate(session: AsyncSession, viewer: Viewer, candidate_id: UUID, interview_id: UUID) -> Interview:
    candidate = await candidates.candidate_of(session, viewer, candidate_id)
    return await bookings.interview_of(session, candidate, interview_id)


async def _shown(session: AsyncSession, interview: Interview) -> InterviewCard:
    [card] = await bookings.cards_with_answers(session, [await bookings.interview_behind(session, interview.id)])
    return card


async def _name(session: AsyncSession, asked: MoveRequest) -> str:
    return (await people.names(session, [asked.person_id]))[asked.person_id]


def _day(interview: Interview) -> str:
    return f"/day?on={interview.starts_at.astimezone(interview.event.zone).date()}#i-{interview.id}"
