"""Reading table rounds, and who can take part in them."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Person
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from events.planning.models import Event, EventFormat
from events.registrations.models import Registration
from events.stands.models import Stand, StandNeed
from interviews.bookings.models import Interview, InterviewStatus
from interviews.rounds.models import TableRounds
from interviews.rounds.schemas import RoundsCard, RoundsView, SheetView, Turn
from interviews.timetable.rules.rotation import Rotation, clock
from kit.errors import NotFound
from matching.proposals.models import Proposal, ProposalStatus
from matching.shortlists.models import Decision, Match

Worth = dict[tuple[str, str], float]


class Sides(msgspec.Struct, frozen=True, kw_only=True):
    """Who can meet: stands and candidates by id with their names, and how relevant each pair is (0…1)."""

    stands: dict[UUID, str]
    candidates: dict[UUID, str]
    worth: Worth
    busy: list[str]


async def rounds_of(session: AsyncSession, event: Event) -> list[RoundsCard]:
    """Return the rotations of an event, the first one first."""
    rows = select(TableRounds).where(TableRounds.event_id == event.id).order_by(TableRounds.starts_at, TableRounds.id)
    return [_card(one) for one in await session.scalars(rows)]


async def rounds_at(session: AsyncSession, event: Event, rounds_id: UUID) -> TableRounds:
    """Return a rotation of this event; raises NotFound for any other."""
    rows = select(TableRounds).where(TableRounds.id == rounds_id, TableRounds.event_id == event.id)
    found = await session.scalar(rows)
    if found is None:
        raise NotFound
    return found


def times(made: TableRounds) -> list[tuple[datetime, datetime]]:
    """Return start and end of each round of a rotation."""
    more = {"change": made.change, "break_every": made.break_every, "break_minutes": made.break_minutes}
    return clock(made.rounds, made.starts_at, made.minutes, **more)


async def view(session: AsyncSession, event: Event, made: TableRounds) -> RoundsView:
    """Describe a rotation with a sheet for each of those who take part; who has left since is named no more."""
    found = await sides(session, event, *_whole(made))
    rotation = Rotation(rounds=tuple(tuple((pair[0], pair[1]) for pair in one) for one in made.meetings))
    met = [pair for one in rotation.rounds for pair in one]
    stands = {str(id_): name for id_, name in found.stands.items() if str(id_) in {stand for stand, _ in met}}
    names = await _names(session, {UUID(who) for _, who in met})
    people = {str(id_): name for id_, name in names.items()}
    return RoundsView(
        card=_card(made),
        companies=_sheets(made, rotation.of_companies({**stands}), stands, people),
        candidates=_sheets(made, rotation.of_candidates({**people}), people, stands),
        busy=found.busy,
    )


async def sides(session: AsyncSession, event: Event, first: datetime, last: datetime) -> Sides:
    """Return who can meet at an event: its stands, and who is registered on site or said yes to a proposal.

    Who has an interview between these moments, the way included, is busy.
    """
    stands = await session.execute(
        select(Stand.id, Company.name)
        .join(Company, Company.id == Stand.company_id)
        .where(Stand.event_id == event.id)
        .order_by(Company.name, Stand.id)
    )
    here = select(Registration.candidate_id).where(
        Registration.event_id == event.id, Registration.format != EventFormat.ONLINE
    )
    accepted = select(Proposal.candidate_id).where(
        Proposal.event_id == event.id, Proposal.status == ProposalStatus.ACCEPTED
    )
    coming = await _names(session, {*await session.scalars(here), *await session.scalars(accepted)})
    booked = select(Interview.candidate_id).where(
        Interview.candidate_id.in_(coming),
        Interview.status == InterviewStatus.BOOKED,
        Interview.starts_at < last,
        Interview.busy_until > first,
    )
    busy = set(await session.scalars(booked))
    return Sides(
        stands={id_: name for id_, name in stands},  # noqa: C416 - rows, not pairs
        candidates={id_: name for id_, name in coming.items() if id_ not in busy},
        worth=await _worth(session, event),
        busy=sorted(coming[id_] for id_ in busy),
    )


async def _worth(session: AsyncSession, event: Event) -> Worth:
    """Return how relevant each candidate is for a stand: their best score for its needs, if nobody refused them."""
    rows = await session.execute(
        select(StandNeed.stand_id, Match.candidate_id, func.max(Match.score))
        .join(Match, Match.need_id == StandNeed.need_id)
        .join(Stand, Stand.id == StandNeed.stand_id)
        .where(Stand.event_id == event.id, Match.event_id == event.id, Match.decision != Decision.REFUSED)
        .group_by(StandNeed.stand_id, Match.candidate_id)
    )
    return {(str(stand), str(who)): min(1.0, max(0.0, score)) for stand, who, score in rows}


async def _names(session: AsyncSession, ids: set[UUID]) -> dict[UUID, str]:
    rows = select(Candidate.id, Person.name).join(Person, Person.id == Candidate.person_id)
    found = await session.execute(rows.where(Candidate.id.in_(ids)).order_by(Person.name, Candidate.id))
    return {id_: name for id_, name in found}  # noqa: C416 - rows, not pairs


def _whole(made: TableRounds) -> tuple[datetime, datetime]:
    found = times(made)
    return found[0][0], found[-1][1]


def _card(made: TableRounds) -> RoundsCard:
    first, last = _whole(made)
    return RoundsCard(
        id=made.id,
        starts_at=first,
        ends_at=last,
        rounds=made.rounds,
        meetings=sum(map(len, made.meetings)),
        reversed=made.reversed_,
    )


def _sheets(
    made: TableRounds, sheets: dict[str, list[str | None]], mine: dict[str, str], others: dict[str, str]
) -> list[SheetView]:
    at = times(made)
    return [
        SheetView(
            id=UUID(id_),
            name=mine[id_],
            meetings=sum(one is not None for one in met),
            turns=[
                Turn(number=number, starts_at=starts, ends_at=ends, meets=others.get(one or "", ""))
                for number, (one, (starts, ends)) in enumerate(zip(met, at, strict=True), 1)
            ],
        )
        for id_, met in sheets.items()
    ]
