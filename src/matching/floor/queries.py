"""Reading floors."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from employers.needs import queries as needs
from employers.needs.models import Need
from events.planning.models import Event
from kit.i18n import N_, gettext
from matching.floor.models import FURTHEST, EventFloor
from matching.floor.rules import Entry, Floor, floor_of
from matching.floor.schemas import Addition, FloorForm, FloorView
from matching.shortlists.models import Decision, Match

SUGGESTED = N_(
    "Code du travail, L1133-5 and L1133-6 (measures in favour of people who live in certain areas or are vulnerable "
    "through their economic situation, for equal treatment); mission of the service: Code du travail, L5312-1, "
    "and the text of our mission on people furthest from work"
)


async def floor_set(session: AsyncSession, event_id: UUID) -> EventFloor | None:
    """Return the floor of an event, None where nobody set one."""
    return await session.scalar(select(EventFloor).where(EventFloor.event_id == event_id))


async def form_of(session: AsyncSession, event: Event) -> FloorForm:
    """Return the floor of an event as its form shows it; where there is none, with words to begin from."""
    there = await floor_set(session, event.id)
    return FloorForm(share=there.share, basis=there.basis) if there else FloorForm(basis=gettext(SUGGESTED))


async def standing(session: AsyncSession, event: Event, share: int) -> Floor:
    """Return where a floor of so many hundredths stands at an event, over all of its shortlists."""
    rows = await session.execute(
        select(Match.id, Match.candidate_id, Match.score, Match.decision, Candidate.support)
        .join(Candidate, Candidate.id == Match.candidate_id)
        .where(
            Match.event_id == event.id,
            or_(Match.decision == Decision.KEPT, (Match.decision == Decision.OPEN) & Candidate.preselect),
        )
    )
    entries, group = [], set()
    for key, person, score, decision, support in rows:
        entries.append(Entry(key=key, person=person, score=score, kept=decision is Decision.KEPT))
        if support is FURTHEST:
            group.add(person)
    return floor_of(entries, group, share)


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
