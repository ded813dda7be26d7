"""Browsers and programs for tests, on the application itself."""

from typing import Any, cast

import httpx
from litestar import Litestar

from accounts.keys import service as keys
from accounts.people.models import Person, Role
from accounts.people.schemas import Viewer
from accounts.sign_in import service as sign_in
from kit.database import Sessions

BASE = "http://tremplin.test"


class Browser(httpx.AsyncClient):
    """A browser that fills the CSRF field in, as every form of ours does."""

    async def send_form(self, path: str, **typed: Any) -> httpx.Response:
        if "csrf" not in self.cookies:
            await self.get("/sign-in")
        return await self.post(path, data={"_csrf_token": self.cookies["csrf"], **typed})


class Acting:
    """Opens browsers and programs for people, and closes them."""

    def __init__(self, app: Litestar, sessions: Sessions) -> None:
        self._transport = httpx.ASGITransport(app=cast("Any", app), raise_app_exceptions=False)
        self._sessions = sessions
        self._open: list[httpx.AsyncClient] = []

    def anonymous(self, language: str = "en") -> Browser:
        browser = Browser(transport=self._transport, base_url=BASE, headers={"accept-language": language})
        self._open.append(browser)
        return browser

    async def browser(self, viewer: Viewer, language: str = "en") -> Browser:
        browser = self.anonymous()
        async with self._sessions.begin() as session:
            token = await sign_in.begin(session, await session.get_one(Person, viewer.id))
        browser.cookies.set("tremplin", token, domain="tremplin.test", path="/")
        browser.cookies.set("language", language, domain="tremplin.test", path="/")
        return browser

    async def program(self, viewer: Viewer | None, role: Role | None = None) -> httpx.AsyncClient:
        headers = {"accept-language": "en"}
        if viewer:
            async with self._sessions.begin() as session:
                key = await keys.make(session, viewer.id, role or viewer.role or Role.CANDIDATE)
            headers["authorization"] = f"Bearer {key}"
        program = httpx.AsyncClient(transport=self._transport, base_url=f"{BASE}/api/v1", headers=headers)
        self._open.append(program)
        return program

    async def close(self) -> None:
        for client in self._open:
            await client.aclose()
