"""The proof of letters over HTTP."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from interviews.letters import queries, service
from interviews.letters.schemas import LetterCard
from kit.mail.outbox import LetterStatus
from kit.paging import Page

FOLLOWS = only(Role.ADVISER)


class LetterController(Controller):
    """The desk's page of letters."""

    path = "/desk/letters"
    include_in_schema = False
    dependencies = {"viewer": FOLLOWS}  # noqa: RUF012

    @get("/")
    async def list(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        status: FromQuery[LetterStatus | None] = None,
        page: FromQuery[int] = 1,
    ) -> Template:
        """Show the letters of the territory, those that were given up first to hand."""
        context = {
            "page": await queries.letters_of(session, viewer, page, status),
            "counts": await queries.counts(session, viewer),
            "status": status,
            "viewer": viewer,
        }
        return Template("interviews/letters/list.html", context=context)

    @post("/{letter_id:uuid}/again")
    async def again(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], letter_id: FromPath[UUID]
    ) -> Redirect:
        """Try a letter again that was given up."""
        await service.try_again(session, viewer, await queries.letter_of(session, viewer, letter_id))
        return Redirect("/desk/letters?status=waiting&done=again#result", status_code=303)


class LetterApi(Controller):
    """The proof of letters for programs."""

    path = "/api/v1/desk/letters"
    tags = ("Letters",)
    dependencies = {"viewer": FOLLOWS}  # noqa: RUF012

    @get("/")
    async def list(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        status: FromQuery[LetterStatus | None] = None,
        page: FromQuery[int] = 1,
    ) -> Page[LetterCard]:
        """List the letters about interviews, proposals, seats and people of your territory, the latest first."""
        return await queries.letters_of(session, viewer, page, status)

    @post("/{letter_id:uuid}/again", status_code=200)
    async def again(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], letter_id: FromPath[UUID]
    ) -> LetterCard:
        """Try a letter again that was given up; it leaves under the same Message-ID."""
        letter = await queries.letter_of(session, viewer, letter_id)
        await service.try_again(session, viewer, letter)
        [card] = await queries.cards(session, [letter])
        return card
