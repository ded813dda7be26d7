"""Workers share the outbox: each claims some letters for a short while, and says what became of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit.mail import bounces
from kit.mail.outbox import LetterStatus, OutboxLetter, standing
from kit.mail.retries import next_try

LEASE = timedelta(seconds=30)  # a killed worker's letters come back after this
LONGEST_ANSWER = 2000
MOMENT = timedelta(seconds=0.5)  # how soon to look again whether a forerunner has left


class Fate(StrEnum):
    """What became of a letter that was claimed."""

    HANDED_OVER = "handed over"
    REFUSED = "refused"  # for good: 5xx
    PUT_OFF = "put off"  # it was tried, and may work later
    NOT_TRIED = "not tried"  # nothing was said about this letter


class Result(msgspec.Struct, frozen=True):
    """A fate, and the server's own words."""

    fate: Fate
    answer: str = ""


def said(answer: str) -> str:
    """Return a server's words as a database can keep them: any bytes may come over the wire."""
    return answer.encode(errors="replace").decode().replace("\0", "")[:LONGEST_ANSWER]


class Parcel(msgspec.Struct, frozen=True):
    """A claimed letter, with all that its message is made of."""

    id: UUID
    recipient: str
    language: str
    subject: str
    text: str
    html: str
    calendar: bytes | None
    method: str | None
    posted_at: datetime
    tries: int
    tried_since: datetime | None

    @property
    def domain(self) -> str:
        """Where the recipient has their letter box."""
        return self.recipient.rpartition("@")[2].lower()


class _Place(NamedTuple):
    """Where a letter stands in its thread: what is about the same thing, to the same person."""

    id: UUID
    about: UUID | None
    recipient: str
    number: int
    next_try_at: datetime


_PLACE = tuple(getattr(OutboxLetter, name) for name in _Place._fields)
_TABLE: Any = OutboxLetter.__table__
_LATER = update(_TABLE).where(_TABLE.c.id == bindparam("letter")).values(next_try_at=bindparam("again"))
_FREE = update(_TABLE).values(claimed_by=None, claimed_until=None)
_LETTER = _FREE.where(_TABLE.c.id == bindparam("letter"))
_SENT = _LETTER.values(status=LetterStatus.SENT, sent_at=bindparam("at"), last_answer=bindparam("answer"))
_FAILED = _LETTER.values(
    status=bindparam("became"),
    last_answer=bindparam("answer"),
    tries=bindparam("failures"),
    tried_since=bindparam("since"),
    next_try_at=bindparam("again"),
)


def _due(now: datetime) -> ColumnElement[bool]:
    """Which letters wait, have reached their time, and are in nobody's hands."""
    free = or_(OutboxLetter.claimed_until.is_(None), OutboxLetter.claimed_until < now)
    return standing(LetterStatus.WAITING) & (OutboxLetter.next_try_at <= now) & free


async def any_due(session: AsyncSession, now: datetime) -> bool:
    """Say whether a claim might find anything; reads only."""
    return await session.scalar(select(OutboxLetter.id).where(_due(now)).limit(1)) is not None


async def claim(
    session: AsyncSession, worker: UUID, now: datetime, most: int, but_not: Iterable[str] = ()
) -> list[Parcel]:
    """Take the letters that are due longest, none to the domains of *but_not*, for the time of a lease.

    Rows that another worker is taking are passed over (PostgreSQL: SKIP LOCKED; SQLite has one
    writer). A letter whose forerunner still waits is not taken.
    """
    passed = [~OutboxLetter.recipient.iendswith(f"@{domain}", autoescape=True) for domain in but_not]
    found = await session.execute(
        select(*_PLACE)
        .where(_due(now), *passed)
        .order_by(OutboxLetter.next_try_at, OutboxLetter.number)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    places = [_Place(*row) for row in found]
    behind = await _put_behind(session, places, now)
    free = [place.id for place in places if place.id not in behind]
    if not free:
        return []
    mine = update(_TABLE).where(_TABLE.c.id.in_(free)).values(claimed_by=worker, claimed_until=now + LEASE)
    taken = await session.execute(mine.returning(*(_TABLE.c[name] for name in Parcel.__struct_fields__)))
    parcels = {row.id: Parcel(*row) for row in taken}
    blocked = await _give_up_blocked(session, list(parcels.values()))
    return [parcels[id_] for id_ in free if id_ not in blocked]


async def _give_up_blocked(session: AsyncSession, parcels: list[Parcel]) -> set[UUID]:
    """Give up the letters to addresses that bounced before; return them."""
    blocked = await bounces.blocked(session, [parcel.recipient for parcel in parcels])
    given_up = [parcel for parcel in parcels if parcel.recipient.lower() in blocked]
    for parcel in given_up:
        answer = said(f"the address bounced before: {blocked[parcel.recipient.lower()]}")
        over = _FREE.where(_TABLE.c.id == parcel.id).values(status=LetterStatus.GIVEN_UP, last_answer=answer)
        await session.execute(over)
    return {parcel.id for parcel in given_up}


async def _put_behind(session: AsyncSession, places: list[_Place], now: datetime) -> set[UUID]:
    """Let letters whose forerunner (earlier, about the same thing, to the same person) still waits wait as long.

    Put off so, they are not in the way of others. Return them.
    """
    threads = {(place.about, place.recipient) for place in places if place.about}
    if not threads:
        return set()
    abouts, recipients = zip(*threads, strict=True)
    waiting = select(*_PLACE).where(
        standing(LetterStatus.WAITING),
        OutboxLetter.about.in_(set(abouts)),
        OutboxLetter.recipient.in_(set(recipients)),
    )
    first: dict[tuple[UUID | None, str], _Place] = {}
    for row in await session.execute(waiting.order_by(OutboxLetter.number)):
        first.setdefault((row.about, row.recipient), _Place(*row))
    late = [(one, first.get((one.about, one.recipient))) for one in places]
    behind = {
        one.id: max(before.next_try_at, now + MOMENT) for one, before in late if before and before.number < one.number
    }
    if behind:
        connection = await session.connection()
        await connection.execute(_LATER, [{"letter": id_, "again": again} for id_, again in behind.items()])
    return set(behind)


async def renew(session: AsyncSession, worker: UUID, now: datetime) -> None:
    """Keep what this worker holds for another lease."""
    held = update(_TABLE).where(_TABLE.c.claimed_by == worker, _TABLE.c.status == LetterStatus.WAITING)
    await session.execute(held.values(claimed_until=now + LEASE))


async def settle(
    session: AsyncSession,
    worker: UUID,
    results: Iterable[tuple[Parcel, Result]],
    now: datetime,
    first_retry: timedelta,
) -> None:
    """Write down what became of letters, and let go of them.

    What was handed over is marked whoever holds it now; the rest only if this worker still does.
    """
    done: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    untried: list[UUID] = []
    for parcel, result in results:
        if result.fate is Fate.HANDED_OVER:
            done.append({"letter": parcel.id, "at": now, "answer": said(result.answer)})
        elif result.fate is Fate.NOT_TRIED:
            untried.append(parcel.id)
        else:
            failed.append(_failure(parcel, result, now, first_retry))
    connection = await session.connection()
    if done:
        await connection.execute(_SENT, done)
    if failed:
        await connection.execute(_FAILED.where(_TABLE.c.claimed_by == worker), failed)
    if untried:
        await connection.execute(_FREE.where(_TABLE.c.id.in_(untried), _TABLE.c.claimed_by == worker))


def _failure(parcel: Parcel, result: Result, now: datetime, first_retry: timedelta) -> dict[str, Any]:
    tries, since = parcel.tries + 1, parcel.tried_since or now
    again = None if result.fate is Fate.REFUSED else next_try(now, tries, since, first_retry)
    return {
        "letter": parcel.id,
        "answer": said(result.answer),
        "failures": tries,
        "since": since,
        "became": LetterStatus.WAITING if again else LetterStatus.GIVEN_UP,
        "again": again or now,
    }
