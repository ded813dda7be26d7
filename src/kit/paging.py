"""Long lists, a page at a time."""

from collections.abc import Sequence
from typing import Generic, TypeVar

import msgspec
from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

Row = TypeVar("Row")
SIZE = 50


class Page(msgspec.Struct, Generic[Row], frozen=True, kw_only=True):
    """Some rows of a longer list; ``number`` counts from 1, ``total`` counts rows."""

    rows: list[Row]
    number: int
    total: int
    size: int = SIZE

    @property
    def last(self) -> int:
        """The number of the last page, at least 1."""
        return max(1, -(-self.total // self.size))


async def page(session: AsyncSession, rows: Select[Row], number: int) -> Page[Row]:
    """Read one page of the selected rows; a number out of range is brought into it."""
    total = await session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
    wanted = min(max(1, number), max(1, -(-total // SIZE)))
    found = await session.scalars(rows.limit(SIZE).offset((wanted - 1) * SIZE))
    return Page(rows=list(found), number=wanted, total=total)


def part(rows: Sequence[Row], number: int, size: int = SIZE) -> Page[Row]:
    """Return one page of rows that are there already; a number out of range is brought into it."""
    wanted = min(max(1, number), max(1, -(-len(rows) // size)))
    return Page(rows=list(rows[(wanted - 1) * size : wanted * size]), number=wanted, total=len(rows), size=size)
