"""The books, read by plain statements: no table, rule or query of the product is used here."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

LIVE = (
    "SELECT i.id, i.slot_id, i.candidate_id, s.table_id, i.recruiter_id, i.starts_at, i.ends_at, i.busy_until"
    " FROM interview i JOIN slot s ON s.id = i.slot_id WHERE i.status = 'booked'"
)


class Ledger:
    """What stands in a database."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def rows(self, statement: str) -> list[Any]:
        engine = create_async_engine(self._url)
        async with engine.connect() as connection:
            found = list(await connection.execute(text(statement)))
        await engine.dispose()
        return found

    async def count(self, statement: str) -> int:
        return int((await self.rows(statement))[0][0])

    async def booked(self) -> set[UUID]:
        """Return the live interviews, after a look that nobody and nothing is in two places."""
        live = await self.rows(LIVE)
        taken = Counter(row.slot_id for row in live)
        assert not [slot for slot, times in taken.items() if times > 1]
        for whose, until in (("candidate_id", "busy_until"), ("table_id", "ends_at"), ("recruiter_id", "ends_at")):
            assert_apart([(getattr(row, whose), row.starts_at, getattr(row, until)) for row in live])
        return {UUID(str(row.id)) for row in live}

    async def assert_nothing_half(self) -> None:
        """Each interview has its act and its order or letters, and none of these is without its interview."""
        live = {UUID(str(row.id)) for row in await self.rows("SELECT id FROM interview")}
        acts = Counter(
            UUID(str(row[0]))
            for row in await self.rows("SELECT subject_id FROM act WHERE verb = 'booked an interview'")
        )
        assert acts == Counter(live)
        told = await self.rows(
            "SELECT about FROM letter_order UNION SELECT about FROM outbox_letter WHERE about IS NOT NULL"
        )
        assert {UUID(str(row[0])) for row in told} >= live
        orders = await self.rows("SELECT about FROM letter_order")
        assert {UUID(str(row[0])) for row in orders} <= live

    async def waiting(self) -> int:
        """Return how many letters are ordered or wait."""
        ordered = await self.count("SELECT count(*) FROM letter_order")
        return ordered + await self.count("SELECT count(*) FROM outbox_letter WHERE status = 'waiting'")

    async def letters(self) -> dict[str, tuple[UUID | None, str]]:
        """Return whom each letter of the outbox is for and what it is about, by its Message-ID."""
        rows = await self.rows("SELECT id, about, recipient FROM outbox_letter")
        return {f"<{UUID(str(id_))}@tremplin.example>": (_id(about), to) for id_, about, to in rows}


def _id(value: Any) -> UUID | None:
    return UUID(str(value)) if value else None


def assert_apart(times: Iterable[tuple[Any, Any, Any]]) -> None:
    """Check that no two times of the same person or table overlap."""
    last: dict[Any, datetime] = {}
    for whose, start, end in sorted(((w, _moment(s), _moment(e)) for w, s, e in times if w), key=lambda one: one[1]):
        assert whose not in last or last[whose] <= start
        last[whose] = end


def _moment(value: Any) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
