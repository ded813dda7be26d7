"""Reading the decision log."""

import hashlib
from collections.abc import AsyncIterator, Iterable
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from candidates.profiles import queries as candidates
from employers.needs import queries as needs
from employers.needs.models import Need
from events.planning.models import Event
from events.stands.models import Stand, StandNeed
from kit.errors import NotFound
from kit.paging import Page, page
from matching.decisions.errors import NothingToReplay
from matching.decisions.models import Act, DecisionContent, DecisionEntry
from matching.decisions.rules import chain
from matching.decisions.rules.chain import Link, Sealed
from matching.decisions.rules.replay import Scored, replay
from matching.decisions.schemas import Checked, EntryView, ReplayView, Share
from matching.scoring.rules.criteria import VERSION
from matching.scoring.rules.facts import Offered

AT_ONCE = 500
ON_SCORES = (Act.KEPT, Act.REFUSED, Act.ADDED)


def link(entry: DecisionEntry) -> Link:
    """Return what the digest of an entry covers."""
    return Link(**{name: getattr(entry, name) for name in Link.__struct_fields__ if name != "act"}, act=entry.act.value)


def of_event(event_id: UUID, act: Act | None = None, need_id: UUID | None = None) -> Select[DecisionEntry]:
    """Select the entries of an event, and those about how its needs are preselected, the first one first."""
    needs_of = select(StandNeed.need_id).join(Stand, Stand.id == StandNeed.stand_id).where(Stand.event_id == event_id)
    about_needs = DecisionEntry.event_id.is_(None) & DecisionEntry.need_id.in_(needs_of)
    rows = select(DecisionEntry).where(or_(DecisionEntry.event_id == event_id, about_needs))
    rows = rows.order_by(DecisionEntry.number)
    if act:
        rows = rows.where(DecisionEntry.act == act)
    return rows.where(DecisionEntry.need_id == need_id) if need_id else rows


async def entry_of(session: AsyncSession, event: Event, number: int) -> DecisionEntry:
    """Return an entry of this event; raises NotFound for any other."""
    entry = await session.scalar(of_event(event.id).where(DecisionEntry.number == number))
    if entry is None:
        raise NotFound
    return entry


async def entries_of(
    session: AsyncSession, event: Event, number: int = 1, act: Act | None = None, need_id: UUID | None = None
) -> Page[EntryView]:
    """Return a page of an event's entries, the latest first."""
    rows = of_event(event.id, act, need_id).order_by(None).order_by(DecisionEntry.number.desc())
    found = await page(session, rows, number)
    return Page(rows=await views(session, found.rows), number=found.number, total=found.total)


async def views(session: AsyncSession, entries: Iterable[DecisionEntry]) -> list[EntryView]:
    """Describe entries, each with whether it is as it was written."""
    listed = list(entries)
    contents = await _contents(session, listed)
    who = await people.names(session, [entry.actor_id for entry in listed])
    asked = await session.scalars(select(Need).where(Need.id.in_({entry.need_id for entry in listed})))
    titles = {card.id: card.title for card in await needs.cards(session, asked)}
    about = [row.candidate_id for rows in contents.values() for row in rows if row.candidate_id]
    named = {id_: one.person.name for id_, one in (await candidates.with_person(session, about)).items()}
    return [_view(entry, contents.get(entry.id, []), who, titles, named) for entry in listed]


async def exported(session: AsyncSession, event_id: UUID) -> AsyncIterator[dict[str, Any]]:
    """Give every entry of an event with its contents as they are kept, the first one first."""
    last = 0
    while found := list(await session.scalars(of_event(event_id).where(DecisionEntry.number > last).limit(AT_ONCE))):
        contents = await _contents(session, found)
        for entry in found:
            plain: dict[str, Any] = msgspec.to_builtins(link(entry))
            sealed = [msgspec.to_builtins(_sealed(row)) for row in contents.get(entry.id, [])]
            yield plain | {"digest": entry.digest, "sealed": sealed}
        last = found[-1].number


async def check(session: AsyncSession) -> Checked:
    """Read the whole chain and name the first entry that is not as it was written, or not in its place."""
    before, previous, count = chain.FIRST, None, 0
    while found := await _after(session, previous.number if previous else None):
        contents = await _contents(session, found)
        for entry in found:
            here = link(entry)
            sealed = [_sealed(row) for row in contents.get(entry.id, [])]
            if what := chain.fault(here, entry.digest, previous, before, sealed):
                return Checked(entries=count, head=before, broken=entry.number, what=what)
            before, previous, count = entry.digest, here, count + 1
    return Checked(entries=count, head=before)


async def replayed(session: AsyncSession, entry: DecisionEntry) -> ReplayView:
    """Make the list of an entry again from its kept inputs. Raises NothingToReplay."""
    if entry.terms is None:
        raise NothingToReplay
    rows = (await _contents(session, [entry])).get(entry.id, [])
    there = [row.content for row in rows if row.content is not None]
    made = replay(entry.terms, there)
    return ReplayView(
        number=entry.number,
        same=made.same,
        entries=len(there),
        erased=len(rows) - len(there),
        kept_sha256=hashlib.sha256(made.kept.encode()).hexdigest(),
        again_sha256=hashlib.sha256(made.again.encode()).hexdigest(),
        rules_then=entry.rules,
        rules_now=VERSION,
        differences=made.differences,
    )


async def replays(session: AsyncSession, event_id: UUID) -> AsyncIterator[ReplayView]:
    """Make every list and score of an event again, the first one first."""
    numbers = of_event(event_id).where(DecisionEntry.terms.is_not(None)).with_only_columns(DecisionEntry.number)
    for number in list(await session.scalars(numbers)):
        entry = await session.scalar(of_event(event_id).where(DecisionEntry.number == number))
        if entry is not None:
            yield await replayed(session, entry)


async def shares(session: AsyncSession, event: Event) -> list[Share]:
    """Return each adviser's share of decisions against the score at an event, by name."""

    def counted(act: tuple[Act, ...]) -> Any:
        return func.sum(case((DecisionEntry.override.is_(True) & DecisionEntry.act.in_(act), 1), else_=0))

    rows = await session.execute(
        select(DecisionEntry.actor_id, func.count(), counted((Act.KEPT, Act.ADDED)), counted((Act.REFUSED,)))
        .where(
            DecisionEntry.event_id == event.id,
            DecisionEntry.act.in_(ON_SCORES),
            DecisionEntry.override.is_not(None),
        )
        .group_by(DecisionEntry.actor_id)
    )
    found = [tuple(row) for row in rows]
    who = await people.names(session, [actor_id for actor_id, *_ in found])
    shown = [
        Share(adviser=who.get(actor_id, ""), decided=decided, kept_below=below, refused_above=above)
        for actor_id, decided, below, above in found
    ]
    return sorted(shown, key=lambda share: share.adviser)


async def inputs_of(session: AsyncSession, number: int, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the seal of what was kept of each of these candidates in an entry."""
    rows = await session.execute(
        select(DecisionContent.candidate_id, DecisionContent.digest)
        .join(DecisionEntry, DecisionEntry.id == DecisionContent.entry_id)
        .where(DecisionEntry.number == number, DecisionContent.candidate_id.in_(set(ids)))
    )
    return {candidate_id: digest for candidate_id, digest in rows if candidate_id}


async def scored_for(
    session: AsyncSession, number: int | None, candidate_id: UUID
) -> tuple[DecisionEntry | None, Offered | None]:
    """Return the entry in which somebody was scored, and what the score knew of them; None where it was erased."""
    entry = await session.scalar(select(DecisionEntry).where(DecisionEntry.number == number)) if number else None
    if entry is None:
        return None, None
    kept = select(DecisionContent.content).where(
        DecisionContent.entry_id == entry.id, DecisionContent.candidate_id == candidate_id
    )
    content = await session.scalar(kept)
    return entry, msgspec.json.decode(content, type=Scored).offered if content else None


async def _after(session: AsyncSession, number: int | None) -> list[DecisionEntry]:
    rows = select(DecisionEntry).order_by(DecisionEntry.number).limit(AT_ONCE)
    if number is not None:
        rows = rows.where(DecisionEntry.number > number)
    return list(await session.scalars(rows.execution_options(populate_existing=True)))


async def _contents(session: AsyncSession, entries: Iterable[DecisionEntry]) -> dict[UUID, list[DecisionContent]]:
    rows = await session.scalars(
        select(DecisionContent)
        .where(DecisionContent.entry_id.in_({entry.id for entry in entries}))
        .order_by(DecisionContent.entry_id, DecisionContent.position)
        .execution_options(populate_existing=True)
    )
    found: dict[UUID, list[DecisionContent]] = {}
    for row in rows:
        found.setdefault(row.entry_id, []).append(row)
    return found


def _sealed(row: DecisionContent) -> Sealed:
    return Sealed(salt=row.salt, content=row.content, digest=row.digest)


def _view(
    entry: DecisionEntry,
    contents: list[DecisionContent],
    who: dict[UUID, str],
    titles: dict[UUID, str],
    named: dict[UUID, str],
) -> EntryView:
    same = {name: getattr(entry, name) for name in EntryView.__struct_fields__ if hasattr(entry, name)}
    kept = [msgspec.json.decode(row.content) for row in contents if row.content is not None]
    return EntryView(
        **same,
        actor=who.get(entry.actor_id, ""),
        need=titles.get(entry.need_id, "") if entry.need_id else "",
        candidates=[named[row.candidate_id] for row in contents if row.candidate_id in named],
        reason=next((str(one["reason"]) for one in kept if one.get("reason")), ""),
        erased=len(contents) - len(kept),
        intact=chain.own_fault(link(entry), entry.digest, [_sealed(row) for row in contents]) is None,
    )
