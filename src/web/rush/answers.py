"""The answers of the rush: the same as the handler's, made from what a group shares."""

import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from litestar.response import Response
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.keys.queries import Bearer
from employers.needs import queries as needs
from employers.needs.models import Need
from events.planning.models import Event
from interviews.bookings import openings
from interviews.bookings.models import Attendance, InterviewStatus
from interviews.bookings.rules import Live, Place, Wanted, overlaps
from interviews.bookings.schemas import InterviewCard
from interviews.bookings.taking import Refused, Taken
from interviews.slots.schemas import SlotCard
from kit.i18n import Language, speaking
from reference.places import queries as places
from web import problems

KEPT_SECONDS = 5.0
OFFERED_SECONDS = 0.25


class Described(msgspec.Struct, frozen=True):
    """What all interviews for a need at an event have in common, in one language."""

    company: str
    job: str
    event: str
    timezone: str
    where: str
    until: float


class Answers:
    """Makes answers, and remembers for some seconds what a need and an event are called."""

    def __init__(self) -> None:
        self._described: dict[tuple[UUID, UUID, Language], Described] = {}
        self._free: dict[tuple[UUID, UUID], tuple[float, list[SlotCard]]] = {}

    async def booked(self, session: AsyncSession, taken: Taken, bearer: Bearer, language: Language) -> Response[Any]:
        """Return 201 with the interview."""
        values = taken.values
        named = await self._names(session, values["need_id"], values["event_id"], language)
        card = InterviewCard(
            id=values["id"],
            candidate_id=values["candidate_id"],
            proposal_id=values["proposal_id"],
            candidate=bearer.name,
            company=named.company,
            job=named.job,
            event_id=values["event_id"],
            event=named.event,
            starts_at=values["starts_at"],
            ends_at=values["ends_at"],
            timezone=named.timezone,
            table=taken.table,
            where=named.where,
            format=values["format"],
            status=InterviewStatus.BOOKED,
            attendance=Attendance.EXPECTED,
            outcome=None,
            relevant=None,
        )
        return Response(msgspec.json.encode(card), status_code=201, media_type="application/json")

    async def _names(self, session: AsyncSession, need_id: UUID, event_id: UUID, language: Language) -> Described:
        there = self._described.get((need_id, event_id, language))
        if there is None or there.until < time.monotonic():
            there = await _describe(session, need_id, event_id, language)
            self._described[need_id, event_id, language] = there
        return there

    async def refused(self, session: AsyncSession, refused: Refused, language: Language) -> Response[Any] | None:
        """Return the refusal as a problem; None for who asks again for the slot they have."""
        ask, wanted, place = refused.ask, refused.wanted, refused.place
        if any((live.proposal_id, live.slot_id) == (ask.proposal_id, ask.slot_id) for live in refused.lives):
            return None
        most = wanted.limits.max_interviews if wanted else None
        said = openings.plain_refusal(refused.why, ask.candidate_id, ask.proposal_id, most)
        if said is None and wanted and place:
            said = openings.WITH_TIMES[refused.why](await self._nearest(session, wanted, place, refused.lives))
        with speaking(language):
            problem = problems.of(said) if said else None
        if problem:
            problem.content = msgspec.json.encode(problem.content)
        return problem

    async def _nearest(self, session: AsyncSession, wanted: Wanted, place: Place, lives: list[Live]) -> list[SlotCard]:
        """Return the free times nearest to a slot's that are clear of a candidate's interviews."""
        buffer = timedelta(minutes=wanted.limits.buffer)
        clear = [
            slot
            for slot in await self._open(session, wanted.event_id, wanted.need_id)
            if not any(overlaps(slot.starts_at, slot.ends_at + buffer, live) for live in lives)
        ]
        nearest = sorted(clear, key=lambda slot: abs(slot.starts_at - place.starts_at))[: openings.NEAREST]
        return sorted(nearest, key=lambda slot: slot.starts_at)

    async def _open(self, session: AsyncSession, event_id: UUID, need_id: UUID) -> list[SlotCard]:
        """Return one free slot for each time; what was free a moment ago may still be offered."""
        until, free = self._free.get((event_id, need_id), (0.0, []))
        if until < time.monotonic():
            free = openings.one_each_time(await openings.open_slots(session, event_id, need_id))
            self._free[event_id, need_id] = (time.monotonic() + OFFERED_SECONDS, free)
        return free


async def _describe(session: AsyncSession, need_id: UUID, event_id: UUID, language: Language) -> Described:
    need, event = await session.get_one(Need, need_id), await session.get_one(Event, event_id)
    with speaking(language):
        [card] = await needs.cards(session, [need])
        communes = await places.names(session, [event.place_code] if event.place_code else [])
    return Described(
        company=card.company,
        job=card.title,
        event=event.title,
        timezone=event.timezone,
        where=", ".join(filter(None, (event.address, communes.get(event.place_code or "", "")))),
        until=time.monotonic() + KEPT_SECONDS,
    )
