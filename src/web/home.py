"""The first page, the way to one's own, and the choice of language."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from employers.needs import queries as needs
from employers.needs.models import NeedStatus
from events.campaigns.queries import open_campaigns
from events.programme import queries as programme
from events.programme.schemas import EventFilter
from insights.baskets import queries as baskets
from insights.baskets.schemas import Wanted
from interviews.letters import queries as letters
from interviews.mailbox import queries as mailbox
from kit import i18n, settings

AnyRequest = Request[Any, Any, Any]
YEAR = 365 * 24 * 3600


class HomeController(Controller):
    """Where everybody arrives."""

    include_in_schema = False

    @get("/", opt={"shared": True})
    async def home(self, session: NamedDependency[AsyncSession], visitor: NamedDependency[Viewer | None]) -> Template:
        """Say what this is, and show what comes next."""
        events = (await programme.upcoming(session, EventFilter())).rows[:3]
        campaigns = await open_campaigns(session)
        return Template("web/home.html", context={"events": events, "campaigns": campaigns, "visitor": visitor})

    @get("/me", dependencies={"viewer": only()})
    async def me(self, viewer: NamedDependency[Viewer]) -> Redirect:
        """Go to one's own page."""
        return Redirect(_own_page(viewer), status_code=303)

    @get("/desk", dependencies={"viewer": only(Role.ADVISER, Role.MANAGER)})
    async def desk(self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]) -> Template:
        """Show what waits for an adviser."""
        whose = "mine" if viewer.has(Role.ADVISER) else "territory"
        context = {
            "baskets": await baskets.baskets(session, viewer, Wanted(whose=whose)),
            "whose": whose,
            "events": await programme.run_by(session, viewer),
            "submitted": await needs.needs_of(session, viewer, status=NeedStatus.SUBMITTED),
            "answers": await mailbox.refused_count(session, viewer),
            "qualified": await needs.needs_of(session, viewer, status=NeedStatus.QUALIFIED),
            "given_up": await letters.given_up_count(session, viewer),
            "viewer": viewer,
        }
        return Template("web/desk.html", context=context)

    @post("/language")
    async def language(self, request: AnyRequest) -> Redirect:
        """Choose the language; the choice is kept for a year."""
        form = await request.form()
        chosen = i18n.choose(str(form.get("language") or ""), "")
        cookie = Cookie(
            key="language", value=chosen, path="/", max_age=YEAR, samesite="lax", secure=settings.current().https
        )
        back = str(form.get("back") or "/")
        local = back.startswith("/") and not back.startswith(("//", "/\\"))
        return Redirect(back if local else "/", status_code=303, cookies=[cookie])


def _own_page(viewer: Viewer) -> str:
    pages = {
        Role.ADVISER: "/desk",
        Role.MANAGER: "/desk",
        Role.HELPER: "/candidates",
        Role.RECRUITER: "/needs",
        Role.PARTNER: "/partner",
        Role.CANDIDATE: f"/candidates/{viewer.candidate_id}",
    }
    return pages[viewer.role] if viewer.role else "/"
