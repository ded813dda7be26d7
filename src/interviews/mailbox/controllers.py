"""What came back, at the desk: answers to look at, and people to call."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from interviews.mailbox import queries, service
from interviews.mailbox.schemas import RefusedCard, UndeliveredCard

PAGE = "/desk/answers"


class MailboxController(Controller):
    """The adviser's page of what came back."""

    path = PAGE
    include_in_schema = False
    dependencies = {"viewer": only(Role.ADVISER)}  # noqa: RUF012

    @get("/")
    async def show(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> Template:
        """Show letters that were not delivered, and answers that changed nothing."""
        context = {
            "undelivered": await queries.undelivered(session, viewer),
            "refused": await queries.refused(session, viewer),
            "viewer": viewer,
        }
        return Template("interviews/mailbox/show.html", context=context)

    @post("/{reply_id:uuid}/settle")
    async def settle(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], reply_id: FromPath[UUID]
    ) -> Redirect:
        """Put an answer aside that was looked at."""
        await service.settle(session, viewer, await queries.refused_at(session, viewer, reply_id))
        return Redirect(f"{PAGE}?done=noted#result", status_code=303)

    @post("/undelivered/{bounced_id:uuid}/write-again")
    async def write_again(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], bounced_id: FromPath[UUID]
    ) -> Redirect:
        """Write to an address again."""
        await service.write_again(session, viewer, await queries.undelivered_at(session, viewer, bounced_id))
        return Redirect(f"{PAGE}?done=noted#result", status_code=303)


class MailboxApi(Controller):
    """The same for programs."""

    path = "/api/v1/desk"
    tags = ("Desk",)
    dependencies = {"viewer": only(Role.ADVISER)}  # noqa: RUF012

    @get("/answers")
    async def refused(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> list[RefusedCard]:
        """List the answers that changed nothing and wait to be looked at."""
        return await queries.refused(session, viewer)

    @post("/answers/{reply_id:uuid}/settle", status_code=200)
    async def settle(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], reply_id: FromPath[UUID]
    ) -> list[RefusedCard]:
        """Put an answer aside that was looked at; the rest is returned."""
        await service.settle(session, viewer, await queries.refused_at(session, viewer, reply_id))
        return await queries.refused(session, viewer)

    @get("/undelivered")
    async def undelivered(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> list[UndeliveredCard]:
        """List the people whose letters came back: to be called."""
        return await queries.undelivered(session, viewer)

    @post("/undelivered/{bounced_id:uuid}/write-again", status_code=200)
    async def write_again(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], bounced_id: FromPath[UUID]
    ) -> list[UndeliveredCard]:
        """Write to an address again that had bounced; the rest is returned."""
        await service.write_again(session, viewer, await queries.undelivered_at(session, viewer, bounced_id))
        return await queries.undelivered(session, viewer)
