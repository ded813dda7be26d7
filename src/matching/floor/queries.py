"""Reading floors."""

from collections.abc import Iterable
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from employers.needs import queries as needs
from employers.needs.models import Need
from events.planning.models import Event
from kit.i18n import N_, gettext
from matching.floor.models import FURTHEST, EventFloor
from matching.floor.rules import Entry, Floor, floor_of, places_needed
from matching.floor.schemas import Addition, FloorForm, FloorView
from matching.shortlists.models import Decision, Match

SUGGESTED = N_(
    "Code du travail, L1133-5 and L1133-6 (measures in favour of people who live in certain areas or are vulnerable "
    "through their economic situation, for equal treatment); mission of the service: Code du travail, L5312-1, "
    "and the text of our mission on people furthest from work"
)

Rows: TypeAlias = Select[*tuple[Any, ...]]
_ROWS: Rows = select(Match.id, Match.candidate_id, Match.score, Match.decision, Candidate.support).join(
    Candidate, Candidate.id == Match.candidate_id
)


async def floor_set(session: AsyncSession, event_id: UUID) -> EventFloor | None:
    """Return the floor of an event, None where nobody set one."""
    return await session.scalar(select(EventFloor).where(EventFloor.event_id == event_id))


async def form_of(session: AsyncSession, event: Event) -> FloorForm:
    """Return the floor of an event as its form shows it; where there is none, with words to begin from."""
    there = await floor_set(session, event.id)
    return FloorForm(share=there.share, basis=there.basis) if there else FloorForm(basis=gettext(SUGGESTED))


async def standing(session: AsyncSession, event: Event, share: int) -> Floor:
    """Return where a floor of so many hundredths stands at an event, over all of its shortlists.

    Reads who is kept, and of the others only as many of the best as could be added: a large event has
    hundreds of thousands of entries.
    """
    kept = (Match.event_id == event.id, Match.decision == Decision.KEPT)
    entries, theirs = await _entries(session, _ROWS.where(*kept))
    needed = places_needed(len(entries), sum(one.person in theirs for one in entries), share)
    if needed:
        best = _best_of_each(event).where(Candidate.id.not_in(select(Match.candidate_id).where(*kept)))
        for rows in (best.where(Candidate.support == FURTHEST), best):
            wanted = rows.subquery()
            nearest = wanted.c.score.desc(), wanted.c.id
            found = select(*list(wanted.c)[:-1]).where(wanted.c.rank == 1).order_by(*nearest).limit(needed)
            more, group = await _entries(session, found)
            entries, theirs = [*entries, *more], theirs | group
    return floor_of(dict.fromkeys(entries), theirs, share)


def _best_of_each(event: Event) -> Rows:
    """Rank the open entries of each person who takes part in preselection: the first is their best post."""
    own = func.row_number().over(partition_by=Match.candidate_id, order_by=(Match.score.desc(), Match.id))
    there = (Match.event_id == event.id, Match.decision == Decision.OPEN, Candidate.preselect)
    return _ROWS.add_columns(own.label("rank")).where(*there)


async def _entries(session: AsyncSession, rows: Rows) -> tuple[list[Entry], set[UUID]]:
    """Return entries, and who of their people is furthest from work."""
    found = list(await session.execute(rows))
    entries = [
        Entry(key=key, person=person, score=score, kept=decision is Decision.KEPT)
        for key, person, score, decision, _ in found
    ]
    return entries, {person for _, person, _, _, support in found if support is FURTHEST}


async def view(session: AsyncSession, event: Event) -> FloorView:
    """Describe the floor of an event: set by whom, reached how far, who would be added, at what cost."""
    there = await floor_set(session, event.id)
    found = await standing(session, event, there.share if there else 0)
    return FloorView(
        event_id=event.id,
        event=event.title,
        share=found.share,
        basis=there.basis if there else "",
        set_by=(await people.names(session, [there.set_by_id])).get(there.set_by_id) if there else None,
        set_at=there.set_at if there else None,
        places=found.places,
        theirs=found.theirs,
        reached=found.reached,
        added=await _additions(session, found.added),
        missing=found.missing,
        cost=round(found.cost, 3),
    )


async def _additions(session: AsyncSession, match_ids: Iterable[UUID]) -> list[Addition]:
    wanted = list(match_ids)
    matches = {match.id: match for match in await session.scalars(select(Match).where(Match.id.in_(wanted)))}
    listed = await candidates.with_person(session, [match.candidate_id for match in matches.values()])
    asked = await session.scalars(select(Need).where(Need.id.in_({match.need_id for match in matches.values()})))
    cards = {card.id: card for card in await needs.cards(session, list(asked))}
    return [
        Addition(
            match_id=id_,
            need_id=matches[id_].need_id,
            need=cards[matches[id_].need_id].title,
            company=cards[matches[id_].need_id].company,
            candidate_id=matches[id_].candidate_id,
            candidate=listed[matches[id_].candidate_id].person.name,
            score=round(matches[id_].score, 4),
        )
        for id_ in wanted
    ]
