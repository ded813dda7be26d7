"""What can happen to the log: it grows, and what it says of a person can be erased."""

import secrets
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.schemas import Viewer
from kit import clock
from matching.decisions.models import Act, DecisionContent, DecisionEntry
from matching.decisions.rules import chain
from matching.decisions.rules.chain import Link
from matching.decisions.schemas import Draft

_ONE_AT_A_TIME = 7_411_023  # the chain's own number among PostgreSQL's advisory locks


async def append(session: AsyncSession, actor_id: UUID, *drafts: Draft) -> list[int]:
    """Chain entries to the log, in order, and return their numbers.

    Who appends waits for who appended before and has not committed: PostgreSQL by an advisory lock
    that ends with the transaction, SQLite because it has one writer.
    """
    if not drafts:
        return []
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:it)"), {"it": _ONE_AT_A_TIME})
    newest = select(DecisionEntry.number, DecisionEntry.digest).order_by(DecisionEntry.number.desc()).limit(1)
    last = (await session.execute(newest)).first()
    number, previous = (last.number, last.digest) if last else (0, chain.FIRST)
    entries: list[dict[str, Any]] = []
    contents: list[dict[str, Any]] = []
    for at, draft in enumerate(drafts, number + 1):
        id_ = uuid4()
        sealed = [_content(id_, *pair) for pair in enumerate(draft.about)]
        here = _link(actor_id, draft, at, previous, [row["digest"] for row in sealed])
        previous = chain.digest(here)
        entries.append(_row(id_, here, draft.act, previous))
        contents += sealed
    await session.execute(insert(DecisionEntry), entries)
    if contents:
        await session.execute(insert(DecisionContent), contents)
    return [row["number"] for row in entries]


async def erase(session: AsyncSession, viewer: Viewer, candidate_ids: Iterable[UUID]) -> int:
    """Erase all that the log says of these persons; return how many places. The erasure is an entry itself."""
    wiped = (
        update(DecisionContent)
        .where(DecisionContent.candidate_id.in_(set(candidate_ids)))
        .values(candidate_id=None, salt=None, content=None, erased_at=clock.now())
        .returning(DecisionContent.id)
        .execution_options(synchronize_session=False)
    )
    count = len(list(await session.scalars(wiped)))
    await append(session, viewer.id, Draft(act=Act.ERASED, decision=str(count)))
    return count


def _content(entry_id: UUID, position: int, about: tuple[UUID, dict[str, Any]]) -> dict[str, Any]:
    candidate_id, said = about
    salt = secrets.token_hex(16)
    content = chain.canonical({"candidate": candidate_id, **said})
    return {
        "id": uuid4(),
        "entry_id": entry_id,
        "position": position,
        "candidate_id": candidate_id,
        "salt": salt,
        "content": content,
        "digest": chain.seal(salt, content),
    }


def _link(actor_id: UUID, draft: Draft, number: int, previous: str, seals: list[str]) -> Link:
    same = ("event_id", "need_id", "scored_in", "inputs", "score", "rank", "decision", "override", "terms")
    return Link(
        number=number,
        previous=previous,
        at=clock.now(),
        act=draft.act.value,
        actor_id=actor_id,
        **{name: getattr(draft, name) for name in same},
        **{name: getattr(draft.versions, name) for name in ("rules", "weights", "model", "register")},
        contents=chain.together(seals),
    )


def _row(id_: UUID, link: Link, act: Act, digest: str) -> dict[str, Any]:
    named = {name: getattr(link, name) for name in Link.__struct_fields__}
    return named | {"id": id_, "act": act, "digest": digest}
