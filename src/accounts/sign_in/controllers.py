"""Signing in and out over HTTP."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Person
from accounts.people.schemas import Viewer
from accounts.sign_in import service
from accounts.sign_in.dependencies import cookie_name, only
from accounts.sign_in.errors import WrongCode
from accounts.sign_in.schemas import AskForm, CodeForm
from kit import forms, i18n, settings

ASK = "accounts/sign_in/ask.html"
CODE = "accounts/sign_in/code.html"
AnyRequest = Request[Any, Any, Any]


class SignInController(Controller):
    """The way in, for anybody."""

    include_in_schema = False

    @get("/sign-in")
    async def ask_page(self, request: AnyRequest, visitor: NamedDependency[Viewer | None]) -> Template:
        """Ask for the address."""
        then = _local(request.query_params.get("next", ""))
        return Template(ASK, context={"form": forms.bind(AskForm, {"next": then}), "visitor": visitor})

    @post("/sign-in", status_code=200)
    async def ask(self, request: AnyRequest, session: NamedDependency[AsyncSession]) -> Template:
        """Write to the address if we know it, and show where the code goes."""
        form = forms.bind(AskForm, dict((await request.form()).dict()))
        with form.shown_on(ASK):
            asked = form.value
        then = _local(asked.next)
        ticket = await service.ask(session, asked.email, _network(request), i18n.language(), then)
        shown = forms.bind(CodeForm, {"ticket": ticket, "next": then})
        return Template(CODE, context={"form": shown, "email": asked.email})

    @post("/sign-in/code", status_code=200)
    async def enter_code(self, request: AnyRequest, session: NamedDependency[AsyncSession]) -> Redirect | Template:
        """Sign in by the six digits."""
        form = forms.bind(CodeForm, dict((await request.form()).dict()))
        with form.shown_on(CODE, email=""):
            given = form.value
        person = await service.by_code(session, given.ticket, given.code, _network(request))
        if person is None:
            form.errors = WrongCode().errors()
            return Template(CODE, context={"form": form, "email": ""}, status_code=422)
        return await _signed_in(request, session, person, given.next)

    @get("/sign-in/{token:str}")
    async def link_page(self, request: AnyRequest, token: FromPath[str]) -> Template:
        """Show a button: opening a link changes nothing, because mail scanners open links too."""
        then = _local(request.query_params.get("next", ""))
        return Template("accounts/sign_in/link.html", context={"token": token, "next": then})

    @post("/sign-in/{token:str}", status_code=200)
    async def use_link(
        self, request: AnyRequest, session: NamedDependency[AsyncSession], token: FromPath[str]
    ) -> Redirect | Template:
        """Sign in by the link."""
        then = str((await request.form()).get("next") or "")
        person = await service.by_link(session, token)
        if person is None:
            form = forms.bind(AskForm, {"next": _local(then)})
            form.errors = {"email": WrongCode().sentence()}
            return Template(ASK, context={"form": form}, status_code=422)
        return await _signed_in(request, session, person, then)


class SignOutController(Controller):
    """The way out, for who is in."""

    include_in_schema = False
    dependencies = {"viewer": only()}  # noqa: RUF012 - Litestar reads it from the class

    @post("/sign-out")
    async def sign_out(
        self, request: AnyRequest, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> Redirect:
        """Sign out here."""
        await service.end(session, request.cookies.get(cookie_name(), ""))
        return Redirect("/", status_code=303, cookies=[_cookie("", 0)])

    @post("/sign-out/everywhere")
    async def sign_out_everywhere(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer]
    ) -> Redirect:
        """Sign out on every device."""
        await service.end_everywhere(session, viewer.id)
        return Redirect("/", status_code=303, cookies=[_cookie("", 0)])


async def _signed_in(request: AnyRequest, session: AsyncSession, person: Person, then: str) -> Redirect:
    token = await service.begin(session, person, replacing=request.cookies.get(cookie_name()))
    lasts = int(service.SESSION_LASTS.total_seconds())
    return Redirect(_local(then) or "/me", status_code=303, cookies=[_cookie(token, lasts)])


def _cookie(value: str, max_age: int) -> Cookie:
    secure = settings.current().https
    return Cookie(
        key=cookie_name(), value=value, path="/", max_age=max_age, httponly=True, secure=secure, samesite="lax"
    )


def _network(request: AnyRequest) -> str:
    return request.client.host if request.client else ""


def _local(address: str) -> str:
    """Return an address on this site only: nobody is sent elsewhere by a link of ours."""
    local = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if local and "\n" not in address else ""
