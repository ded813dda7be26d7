"""Other machines that compute with us, where the operator names a Dask scheduler."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

from kit import settings

Answer = TypeVar("Answer")
AT_ONCE = 4


def named() -> bool:
    """Say whether a cluster is named (``TREMPLIN_DASK``)."""
    return bool(settings.current().dask)


async def answers(
    function: Callable[..., Answer], shared: Any, tasks: AsyncIterator[tuple[Any, ...]]
) -> AsyncIterator[Answer]:
    """Run ``function(shared, *task)`` for each task on the cluster; yield the answers as they come, in any order.

    What is shared is sent to the workers once. A few tasks wait at a time, so that memory here stays bounded.
    Raises OSError where nobody answers at the address.
    """
    import distributed  # noqa: PLC0415 - a second to import, and only for those with a cluster

    dask: Any = distributed  # its functions have no types

    async with dask.Client(settings.current().dask, asynchronous=True, set_as_default=False) as client:
        sent = await client.scatter(shared, broadcast=True, hash=False)
        most = AT_ONCE * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        waiting: set[asyncio.Task[Answer]] = set()
        async for task in tasks:
            waiting.add(asyncio.create_task(_answer(client.submit(function, sent, *task, pure=False))))
            if len(waiting) >= most:
                done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for found in done:
                    yield found.result()
        for left in asyncio.as_completed(waiting):
            yield await left


async def _answer(future: Any) -> Any:
    """Wait for an answer; it is let go on the cluster as soon as it is here."""
    return await future
