"""What can be ranked: many needs by all candidates, here or on a cluster."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit import cluster
from matching.ranking import queries
from matching.ranking.queries import Block
from matching.ranking.rules import asked, people
from matching.ranking.rules.asked import Asking, Codes
from matching.ranking.rules.columns import Needs, People, Top, empty
from reference.places import travel

BLOCK = 65_536
FEW_PAIRS = 5_000  # the rules need about half a second for as many
UUID_BYTES = 16
Step = Callable[[int], None]
Columns = AsyncIterator[tuple[People, int, int, bool]]


async def best(
    session: AsyncSession,
    asking: Sequence[Asking],
    territory_id: UUID | None,
    length: int,
    *,
    block: int = BLOCK,
    step: Step = lambda _: None,
) -> list[list[UUID]]:
    """Return for each need who fits best by the score, ``length`` at most, best first, of equals the lower id.

    Whoever names occupations but none that fits is left out; ``territory_id`` None is everybody. ``step`` is told
    how many candidates were read. Where the pairs are few all who may fit are returned instead, in the order of
    their ids, and no machine code is loaded: whoever explains them ranks them by the rules.
    """
    codes = asked.codes_of(asking)
    found = queries.blocks(session, territory_id, block, codes.occupations)
    begun = await anext(found, Block([], []))
    few = people.fitting(begun.profiles, [one.sought for one in asking], FEW_PAIRS) if len(begun.ids) < block else None
    if few is not None:
        step(len(begun.ids))
        return [[begun.ids[who] for who in row] for row in few]
    ids = bytearray()
    columns = _columns(_again(begun, found), codes, ids, length, step)
    needs = asked.encoded(asking, codes)
    rank = _on_cluster if cluster.named() else _here
    return await asyncio.to_thread(_named, await rank(needs, columns, length), ids)


async def _here(needs: Needs, columns: Columns, length: int) -> Top:
    """Let block after block into the tops, in threads of this process."""
    from matching.ranking.rules import kernel  # noqa: PLC0415 - a second to load, and not needed for a small event

    top = empty(needs.size, length)
    async for block, first, _, fitting in columns:
        await asyncio.to_thread(kernel.add, needs, block, first, top, fitting)
    return top


async def _on_cluster(needs: Needs, columns: Columns, length: int) -> Top:
    """Let the cluster find the tops of each block, and take the best of them: the same as here."""
    from matching.ranking.rules import best as rules  # noqa: PLC0415 - as above
    from matching.ranking.rules import kernel  # noqa: PLC0415

    top = empty(needs.size, length)
    async for part in cluster.answers(rules.of_block, needs, columns):
        await asyncio.to_thread(kernel.merge, top, part)
    return top


async def _again(begun: Block, rest: AsyncIterator[Block]) -> AsyncIterator[Block]:
    yield begun
    async for block in rest:
        yield block


async def _columns(blocks: AsyncIterator[Block], codes: Codes, ids: bytearray, length: int, step: Step) -> Columns:
    """Turn blocks into columns, each with the place of its first candidate among all; note the ids."""
    between = travel.minutes_between if travel.known() else None
    async for block in blocks:
        first = len(ids) // UUID_BYTES
        ids += b"".join(id_.bytes for id_ in block.ids)
        yield await asyncio.to_thread(people.encoded, block.profiles, codes, between), first, length, True
        step(len(block.ids))


def _named(top: Top, ids: bytearray) -> list[list[UUID]]:
    from matching.ranking.rules import best as rules  # noqa: PLC0415 - as above

    def named(who: int) -> UUID:
        return UUID(bytes=bytes(ids[who * UUID_BYTES : (who + 1) * UUID_BYTES]))

    return [[named(who) for who, _ in row] for row in rules.ordered(top)]
