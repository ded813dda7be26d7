"""What can happen to a feed of offers: it is looked at, and then it is taken in."""

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.models import Role, Territory
from accounts.people.schemas import Viewer
from employers.boards import rules
from employers.boards.errors import NoOccupation, NoPlace, Twin
from employers.boards.rules import Offer
from employers.companies.models import Company
from employers.needs.models import Need, NeedChange, NeedStatus
from kit import clock
from kit.errors import Invalid
from kit.imports import Action, Line, Report
from kit.text import folded
from reference.errors import UnknownOccupation, UnknownPlace
from reference.occupations import queries as occupations
from reference.places import queries as places
from reference.titles import queries as titles

BOARD = "national"
UNNAMED = "Employeur non communiqué"
LIVE = (NeedStatus.DRAFT, NeedStatus.SUBMITTED, NeedStatus.QUALIFIED, NeedStatus.OPEN)
_BEFORE_NAME = re.compile(r"^\s*\d[\dAB]\d?\s*-\s*")


async def take(session: AsyncSession, viewer: Viewer, content: bytes, *, write: bool, board: str = BOARD) -> Report:
    """Say what every offer would become, and make it so if asked to.

    A feed is whole: an offer that was there before and is not in it is closed. The same feed again
    changes nothing; a newer version of an offer updates it. Raises NotAFeed.
    """
    taking = _Taking(session, viewer, board, write=write)
    await taking.open()
    for number, raw in enumerate(rules.offers(content), start=1):
        await taking.offer(number, raw)
    await taking.close_missing()
    return Report(lines=taking.lines)


class _Taking:
    """One run over a feed, with what it must remember."""

    def __init__(self, session: AsyncSession, viewer: Viewer, board: str, *, write: bool) -> None:
        self.session, self.viewer, self.board, self.write = session, viewer, board, write
        self.lines: list[Line] = []
        self._known: dict[str, Need] = {}
        self._companies: dict[str, Company] = {}
        self._territories: list[Territory] = []
        self._seen: set[str] = set()
        self._jobs: dict[tuple[object, ...], str] = {}

    async def open(self) -> None:
        """Read what was taken before, for this adviser's territories."""
        mine = self.viewer.scopes(Role.ADVISER)
        rows = select(Need).join(Company, Company.id == Need.company_id).where(Company.territory_id.in_(mine))
        prefix = f"{self.board}:"
        for need in await self.session.scalars(rows.where(Need.import_key.startswith(prefix, autoescape=True))):
            self._known[str(need.import_key)] = need
        for company in await self.session.scalars(select(Company).where(Company.territory_id.in_(mine))):
            self._companies[folded(company.name)] = company
        self._territories = list(await self.session.scalars(select(Territory).where(Territory.id.in_(mine))))

    async def offer(self, number: int, raw: dict[str, Any]) -> None:
        """Take one offer."""
        label = f"{raw.get('id', '?')} – {raw.get('intitule', '')}"[:120]
        if isinstance(raw.get("id"), str):
            self._seen.add(f"{self.board}:{raw['id'].strip()}")
        try:
            action = await self._take(rules.read(raw))
        except Invalid as invalid:
            self.lines.append(Line(number=number, label=label, action=Action.REFUSED, errors=invalid.errors()))
        else:
            self.lines.append(Line(number=number, label=label, action=action))

    async def _take(self, offer: Offer) -> Action:
        twin = self._jobs.setdefault(offer.sameness(), offer.id)
        if twin != offer.id:
            raise Twin(other=twin)
        key = f"{self.board}:{offer.id}"
        there = self._known.get(key)
        if there and not rules.newer(offer.version, there.import_version) and there.status in LIVE:
            return Action.SAME
        columns = await self._columns(offer)
        if self.write:
            await self._save(offer, key, there, columns)
        return Action.CHANGED if there else Action.NEW

    async def _save(self, offer: Offer, key: str, there: Need | None, columns: dict[str, Any]) -> None:
        need = there or Need(company=await self._company(offer, columns["place_code"]), import_key=key)
        for name, value in columns.items():
            setattr(need, name, value)
        if there is None or there.status not in LIVE:
            need.status = NeedStatus.SUBMITTED
        self.session.add(need)
        await self.session.flush()
        self._known[key] = need
        self._note(need, "imported an offer")

    async def close_missing(self) -> None:
        """Withdraw the offers that are not in the feed any more."""
        for key, need in self._known.items():
            if key in self._seen or need.status not in LIVE:
                continue
            if self.write:
                need.status = NeedStatus.WITHDRAWN
                self._note(need, "closed an offer that disappeared")
            self.lines.append(Line(number=0, label=f"{key} – {need.title}", action=Action.CLOSED))

    def _note(self, need: Need, verb: str) -> None:
        change = NeedChange(
            need_id=need.id, at=clock.now(), by_id=self.viewer.id, status=need.status, reason=self.board
        )
        self.session.add(change)
        audit.note(self.session, self.viewer.id, verb, need.id)

    async def _columns(self, offer: Offer) -> dict[str, Any]:
        skills = await occupations.skill_names(self.session, [*offer.skills_required, *offer.skills_wished])
        same = ("title", "description", "posts", "contract", "months", "hours", "pay_from", "pay_to", "pay_period")
        code = await self._occupation(offer)
        wished = [skill for skill in offer.skills_wished if skill in skills]
        return {name: getattr(offer, name) for name in (*same, "experience_months")} | {
            "occupation_code": code,
            "place_code": await self._place(offer),
            "skills_required": [code for code in offer.skills_required if code in skills],
            "skills_wished": wished if skills else await self._said(code, offer.description),
            "languages": list(offer.languages),
            "conditions": list(offer.conditions),
            "licences": list(offer.licences),
            "import_version": offer.version,
        }

    async def _said(self, code: str, description: str) -> list[str]:
        """Return the skills of an occupation that a description speaks of, for offers that list none."""
        usual = {skill.code for skill in await occupations.skills_of(self.session, code)}
        return [found.code for found in await titles.skills_in(self.session, description) if found.code in usual]

    async def _occupation(self, offer: Offer) -> str:
        for words in (offer.rome, offer.wording, offer.title):
            if words:
                try:
                    return await titles.resolved(self.session, words, said=offer.description)
                except UnknownOccupation:
                    continue
        raise NoOccupation(code=offer.rome or offer.title)

    async def _place(self, offer: Offer) -> str:
        if offer.commune and await places.department_of(self.session, offer.commune):
            return offer.commune
        name = _BEFORE_NAME.sub("", offer.place)
        for words in (f"{name} {offer.postcode}" if offer.postcode else "", offer.postcode, name):
            if words:
                try:
                    return await places.resolved(self.session, words, exact=True)
                except UnknownPlace:
                    continue
        raise NoPlace(place=offer.place or "–")

    async def _company(self, offer: Offer, place: str) -> Company:
        """Return the company of that name in the territory, made now if there is none."""
        name = offer.company or UNNAMED
        there = self._companies.get(folded(name))
        if there:
            return there
        department = await places.department_of(self.session, place)
        home = next((t for t in self._territories if department in t.departments), self._territories[0])
        made = Company(
            name=name,
            no_siret_reason=f"from the board {self.board}",
            place_code=place,
            territory_id=home.id,
            adviser_id=self.viewer.id,
        )
        self.session.add(made)
        await self.session.flush()
        self._companies[folded(name)] = made
        return made
