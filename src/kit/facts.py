"""Facts travel up: a lower package tells what happened, upper packages react."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession


class Fact(msgspec.Struct, frozen=True):
    """Something that has happened, named in the past tense."""


Reaction: TypeAlias = Callable[[AsyncSession, Any], Awaitable[None]]
Reactions: TypeAlias = Mapping[type[Fact], Sequence[Reaction]]


async def announce(session: AsyncSession, fact: Fact) -> None:
    """Let everybody who listens react, inside this very transaction."""
    for react in session.info["reactions"].get(type(fact), ()):
        await react(session, fact)
