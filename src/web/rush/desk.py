"""The booking desk of a process: while one group is being booked, the next one gathers."""

import asyncio
import contextlib
from typing import Any, TypeAlias
from uuid import UUID, uuid4

import msgspec
import structlog
from litestar.response import Response
from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.keys import queries as keys
from accounts.keys.queries import Bearer
from interviews.bookings import taking, telling
from interviews.bookings.rules import Ask
from interviews.bookings.schemas import By
from interviews.bookings.taking import Taken
from kit import clock
from kit.database import Sessions, padded
from kit.i18n import Language
from kit.once import Answered
from web.rush.answers import Answers

MOST = 64
Waiting: TypeAlias = "tuple[Wish, asyncio.Future[Response[Any] | None]]"
log = structlog.get_logger()


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A request to book, as it came; ``key`` is its idempotency key, empty for none."""

    token_hash: str
    candidate_id: UUID
    proposal_id: UUID
    slot_id: UUID
    scope: str
    key: str
    fingerprint: str
    language: Language


class Desk:
    """Books for everybody who waits, in one transaction at a time."""

    def __init__(self, writing: Sessions) -> None:
        self._sessions = writing
        self._answers = Answers()
        self._waiting: list[Waiting] = []
        self._work: asyncio.Task[None] | None = None

    async def book(self, wish: Wish) -> Response[Any] | None:
        """Return the answer once it is committed; None for who must take the long way."""
        future: asyncio.Future[Response[Any] | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((wish, future))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._serve())
        return await future

    async def warm_up(self) -> None:
        """Prepare the statements of groups of every size, so that the first people do not wait for it."""
        with contextlib.suppress(SQLAlchemyError):
            async with self._sessions.begin() as session:
                for size in (1, 2, 4, 8, 16, 32, 64):
                    ids = [uuid4() for _ in range(size)]
                    await keys.candidates_behind(session, [id_.hex for id_ in ids])
                    await taking.seen(
                        session,
                        [Ask(id=i, candidate_id=i, proposal_id=i, slot_id=i, actor_id=i) for i in ids],
                    )

    async def _serve(self) -> None:
        while self._waiting:
            group = self._next()
            try:
                answers = await self._book([wish for wish, _ in group])
            except Exception as error:  # noqa: BLE001 - whatever it was, each is tried alone, and told why
                log.warning("a group was not booked together", error=type(error).__name__)
                answers = {}
            for wish, future in group:
                if not future.done():
                    future.set_result(answers.get(wish))

    def _next(self) -> list[Waiting]:
        """Take those who came first, but one for each candidate and key; the others wait for the next group."""
        group: list[Waiting] = []
        rest: list[Waiting] = []
        seen: set[Any] = set()
        for entry in self._waiting:
            names = {entry[0].candidate_id, (entry[0].scope, entry[0].key or entry[0].candidate_id)}
            if len(group) < MOST and not names & seen:
                group.append(entry)
                seen |= names
            else:
                rest.append(entry)
        self._waiting = rest
        return group

    async def _book(self, wishes: list[Wish]) -> dict[Wish, Response[Any]]:
        async with self._sessions.begin() as session:
            bearers = await keys.candidates_behind(session, [wish.token_hash for wish in wishes])
            answered = await _answered_before(session, wishes)
            plain = [
                wish
                for wish in wishes
                if (bearer := bearers.get(wish.token_hash))
                and bearer.candidate_id == wish.candidate_id
                and (wish.scope, wish.key) not in answered
            ]
            asks = {uuid4(): wish for wish in plain}
            found = await taking.take(session, [_ask(id_, wish, bearers) for id_, wish in asks.items()]) if asks else {}
            taken = {id_: answer for id_, answer in found.items() if isinstance(answer, Taken)}
            await _note(session, taken)
            done = {
                asks[id_]: await self._answers.booked(
                    session, answer, bearers[asks[id_].token_hash], asks[id_].language
                )
                for id_, answer in taken.items()
            }
            for id_, answer in found.items():
                wish = asks[id_]
                if not isinstance(answer, Taken) and (
                    said := await self._answers.refused(session, answer, wish.language)
                ):
                    done[wish] = said
            await _keep(session, done)
            return done


def _ask(id_: UUID, wish: Wish, bearers: dict[str, Bearer]) -> Ask:
    return Ask(
        id=id_,
        candidate_id=wish.candidate_id,
        proposal_id=wish.proposal_id,
        slot_id=wish.slot_id,
        actor_id=bearers[wish.token_hash].person_id,
    )


async def _answered_before(session: AsyncSession, wishes: list[Wish]) -> set[tuple[str, str]]:
    """Return which keys were used before: their answers are repeated on the long way."""
    asked = [(wish.scope, wish.key) for wish in wishes if wish.key]
    if not asked:
        return set()
    rows = await session.execute(
        select(Answered.scope, Answered.key).where(Answered.key.in_(padded(key for _, key in asked)))
    )
    return {(scope, key) for scope, key in rows}


async def _note(session: AsyncSession, taken: dict[UUID, Taken]) -> None:
    """Order the letters and note the acts, as `interviews.bookings.service.book` does for one."""
    if taken:
        said = {id_: telling.details(one.values, By.CANDIDATE) for id_, one in taken.items()}
        await telling.order_all(session, telling.BOOKED, said)
        await audit.note_all(session, "booked an interview", {id_: one.ask.actor_id for id_, one in taken.items()})


async def _keep(session: AsyncSession, done: dict[Wish, Response[Any]]) -> None:
    """Keep the answers for who asks again with the same key."""
    now = clock.now()
    rows = [
        {
            "id": uuid4(),
            "scope": wish.scope,
            "key": wish.key,
            "fingerprint": wish.fingerprint,
            "status": answer.status_code,
            "media_type": answer.media_type,
            "location": "",
            "body": answer.content,
            "at": now,
        }
        for wish, answer in done.items()
        if wish.key
    ]
    if rows:
        connection = await session.connection()
        await connection.execute(insert(Answered.__table__), rows)  # type: ignore[arg-type]
