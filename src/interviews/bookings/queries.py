"""Reading interviews."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from employers.needs import queries as needs
from employers.needs.models import Need
from events.stands.models import StandTable
from interviews.answers import queries as answers
from interviews.bookings.models import Interview, InterviewStatus
from interviews.bookings.schemas import InterviewCard
from interviews.slots.models import Slot
from kit.errors import NotFound
from matching.proposals.models import Proposal
from reference.places import queries as places


async def interview_for(session: AsyncSession, proposal: Proposal) -> UUID | None:
    """Return the live interview of a proposal, if it has one."""
    live = select(Interview.id).where(Interview.proposal_id == proposal.id, Interview.status == InterviewStatus.BOOKED)
    return await session.scalar(live)


async def interview_of(session: AsyncSession, candidate: Candidate, interview_id: UUID) -> Interview:
    """Return an interview of this candidate; raises NotFound for any other."""
    return await _one(session, Interview.id == interview_id, Interview.candidate_id == candidate.id)


async def interview_at(session: AsyncSession, viewer: Viewer, interview_id: UUID) -> Interview:
    """Return an interview that this recruiter's company holds, or that lies in this adviser's territory."""
    held = select(Need.id).join(Company, Company.id == Need.company_id)
    held = held.where(
        Company.id.in_(viewer.scopes(Role.RECRUITER)) | Company.territory_id.in_(viewer.scopes(Role.ADVISER))
    )
    return await _one(session, Interview.id == interview_id, Interview.need_id.in_(held))


async def interview_behind(session: AsyncSession, interview_id: UUID) -> Interview:
    """Return the interview of a signed link; whoever calls has checked the signature."""
    return await _one(session, Interview.id == interview_id)


async def interviews_of(session: AsyncSession, candidate: Candidate) -> list[InterviewCard]:
    """Return the interviews of a candidate, in order of time."""
    rows = select(Interview).where(Interview.candidate_id == candidate.id).order_by(Interview.starts_at)
    return await cards_with_answers(session, list(await session.scalars(rows.options(*_loaded()))))


async def held_by(
    session: AsyncSession, company_ids: Iterable[UUID], start: datetime, end: datetime
) -> list[InterviewCard]:
    """Return the live interviews that companies hold within some time, in order."""
    needed = select(Need.id).where(Need.company_id.in_(set(company_ids)))
    rows = (
        select(Interview)
        .where(
            Interview.need_id.in_(needed),
            Interview.status == InterviewStatus.BOOKED,
            Interview.starts_at >= start,
            Interview.starts_at < end,
        )
        .order_by(Interview.starts_at, Interview.id)
        .options(*_loaded())
    )
    return await cards_with_answers(session, list(await session.scalars(rows)))


async def cards(session: AsyncSession, interviews: Iterable[Interview]) -> list[InterviewCard]:
    """Describe interviews; each was loaded with its need, event and candidate."""
    listed = list(interviews)
    if not listed:
        return []
    asked = {card.id: card for card in await needs.cards(session, {i.need_id: i.need for i in listed}.values())}
    communes = await places.names(session, [i.event.place_code for i in listed if i.event.place_code])
    persons = await candidates.with_person(session, [i.candidate_id for i in listed])
    tables = await _tables(session, [i.slot_id for i in listed])
    return [
        InterviewCard(
            id=i.id,
            candidate_id=i.candidate_id,
            proposal_id=i.proposal_id,
            candidate=persons[i.candidate_id].person.name,
            company=asked[i.need_id].company,
            job=asked[i.need_id].title,
            event_id=i.event_id,
            event=i.event.title,
            starts_at=i.starts_at,
            ends_at=i.ends_at,
            timezone=i.event.timezone,
            table=tables[i.slot_id],
            where=", ".join(filter(None, (i.event.address, communes.get(i.event.place_code or "", "")))),
            format=i.format,
            status=i.status,
            attendance=i.attendance,
            expected_at=i.expected_at,
            arrived_at=i.arrived_at,
            began_at=i.began_at,
            outcome=i.outcome,
            relevant=i.relevant,
        )
        for i in listed
    ]


async def _tables(session: AsyncSession, slot_ids: list[UUID]) -> dict[UUID, int]:
    numbered = select(Slot.id, StandTable.number).join(StandTable, StandTable.id == Slot.table_id)
    found = await session.execute(numbered.where(Slot.id.in_(set(slot_ids))))
    return {slot_id: number for slot_id, number in found}  # noqa: C416 - rows, not pairs


async def card(session: AsyncSession, interview: Interview) -> InterviewCard:
    """Describe one interview."""
    [described] = await cards(session, [interview])
    return described


async def cards_with_answers(session: AsyncSession, interviews: list[Interview]) -> list[InterviewCard]:
    """Describe interviews with what calendars said of them."""
    sequences = {interview.id: interview.sequence for interview in interviews}
    said = await answers.answers_to(session, sequences)
    asked = await answers.moves_asked(session, sequences)
    return [
        msgspec.structs.replace(one, answers=tuple(said.get(one.id, ())), move=asked.get(one.id))
        for one in await cards(session, interviews)
    ]


async def live_at(session: AsyncSession, *where: ColumnElement[bool]) -> list[Interview]:
    """Return the live interviews that fit, loaded for `cards`."""
    rows = select(Interview).where(Interview.status == InterviewStatus.BOOKED, *where).options(*_loaded())
    return list(await session.scalars(rows))


async def latest(session: AsyncSession, *where: ColumnElement[bool], most: int) -> list[Interview]:
    """Return the latest interviews that fit, live or cancelled, loaded for `cards`, in order of time."""
    rows = select(Interview).where(*where).order_by(Interview.starts_at.desc(), Interview.id).limit(most)
    return list(await session.scalars(rows.options(*_loaded())))[::-1]


def _loaded() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Interview.need).joinedload(Need.company),
        joinedload(Interview.event),
        joinedload(Interview.candidate).joinedload(Candidate.person),
    )


async def _one(session: AsyncSession, *where: ColumnElement[bool]) -> Interview:
    found = await session.scalar(select(Interview).where(*where).options(*_loaded()))
    if found is None:
        raise NotFound
    return found
