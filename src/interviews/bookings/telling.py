"""Telling both sides of an interview: ordered with the change, written by the worker.

An order says what was true at that moment, so that a letter about a time that has changed again is
still the letter of its own sequence, and calendars can follow.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Person, Role
from interviews.bookings import notifications, queries
from interviews.bookings.models import Interview
from interviews.bookings.schemas import By, Cause, Change, InterviewCard
from kit import channels
from kit.channels import Channel
from kit.mail import orders
from kit.mail.orders import LetterOrder, Writers

BOOKED, MOVED, CANCELLED = "interview booked", "interview moved", "interview cancelled"
_TOLD = ("sequence", "starts_at", "ends_at", "format")
_WRITE = {BOOKED: notifications.booked, MOVED: notifications.moved, CANCELLED: notifications.cancelled}


def details(
    values: Mapping[str, Any],
    by: By,
    reason: str = "",
    cause: Cause | None = None,
    alternatives: Sequence[datetime] = (),
) -> dict[str, Any]:
    """Return what a letter must say of an interview as it is now."""
    told = {name: values[name] for name in _TOLD}
    kept: dict[str, Any] = msgspec.to_builtins(
        told | {"by": by, "reason": reason, "cause": cause, "alternatives": alternatives}
    )
    return kept


def order(
    session: AsyncSession,
    interview_id: UUID,
    kind: str,
    said: Mapping[str, Any],
    not_before: datetime | None = None,
) -> None:
    """Order the letters to both sides of an interview."""
    orders.order(session, kind, interview_id, said["sequence"], not_before=not_before, **said)


async def order_all(session: AsyncSession, kind: str, said: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Order the letters to both sides of many interviews."""
    await orders.order_all(session, kind, {id_: (one["sequence"], one) for id_, one in said.items()})


def order_for(
    session: AsyncSession,
    interview: Interview,
    kind: str,
    by: By,
    *,
    reason: str = "",
    cause: Cause | None = None,
    alternatives: Sequence[datetime] = (),
    not_before: datetime | None = None,
) -> None:
    """Order the letters to both sides of an interview, about its state of now."""
    values = {name: getattr(interview, name) for name in _TOLD}
    order(session, interview.id, kind, details(values, by, reason, cause, alternatives), not_before)


async def write(session: AsyncSession, ordered: LetterOrder) -> None:
    """Tell the candidate, by mail or text message, and write to the company's recruiters."""
    interview = await queries.interview_behind(session, ordered.about)
    change = msgspec.convert(ordered.details, Change)
    card = msgspec.structs.replace(
        await queries.card(session, interview),
        starts_at=change.starts_at,
        ends_at=change.ends_at,
        format=change.format,
    )
    _post(session, ordered.kind, interview.candidate.person, card, change, to_candidate=True)
    for recruiter in await people.holders(session, Role.RECRUITER, interview.need.company_id):
        _post(session, ordered.kind, recruiter, card, change, to_candidate=False)


def _post(
    session: AsyncSession, kind: str, person: Person, card: InterviewCard, change: Change, *, to_candidate: bool
) -> None:
    way = channels.of(person.email, person.phone if to_candidate else None)
    if way is not Channel.PAPER:
        letter = _WRITE[kind](person, card, change, to_candidate=to_candidate)
        phone = person.phone if to_candidate else None
        channels.post(session, letter, phone=phone, until=card.starts_at, about=card.id)


WRITERS: Writers = {BOOKED: write, MOVED: write, CANCELLED: write}
