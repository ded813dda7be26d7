"""Reading what waits for an adviser."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from accounts.people import queries as people
from accounts.people.models import Mandate, Person, Role
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from interviews.bookings.models import Interview
from interviews.mailbox.models import RefusedReply
from interviews.mailbox.schemas import RefusedCard, UndeliveredCard
from kit.errors import NotFound
from kit.i18n import gettext
from kit.mail.bounces import BouncedAddress

MOST_LISTED = 200
Row = TypeVar("Row")


async def territory_of_sender(session: AsyncSession, address: str) -> UUID | None:
    """Return the territory of whom an address belongs to, if we know them."""
    person = await people.by_email(session, address) if address else None
    if person is None:
        return None
    of_candidate = select(Candidate.territory_id).where(Candidate.person_id == person.id)
    of_company = (
        select(Company.territory_id)
        .join(Mandate, Mandate.scope_id == Company.id)
        .where(Mandate.person_id == person.id, Mandate.role == Role.RECRUITER)
    )
    return await session.scalar(of_candidate) or await session.scalar(of_company.limit(1))


async def refused(session: AsyncSession, viewer: Viewer) -> list[RefusedCard]:
    """Return the messages to look at: of one's territories, and those that nobody could place; the latest first."""
    rows = await session.execute(
        select(RefusedReply, Interview.candidate_id)
        .outerjoin(Interview, Interview.id == RefusedReply.interview_id)
        .where(_for(viewer), RefusedReply.settled_at.is_(None))
        .order_by(RefusedReply.arrived_at.desc(), RefusedReply.id)
        .limit(MOST_LISTED)
    )
    return [_refused_card(row, candidate_id) for row, candidate_id in rows]


async def refused_count(session: AsyncSession, viewer: Viewer) -> int:
    """Return how many messages wait to be looked at, and letters to be followed by a call."""
    waits = select(func.count()).select_from(RefusedReply).where(_for(viewer), RefusedReply.settled_at.is_(None))
    return (await session.scalar(waits) or 0) + len(await undelivered(session, viewer))


async def refused_at(session: AsyncSession, viewer: Viewer, reply_id: UUID) -> RefusedReply:
    """Return a message that this adviser may settle; raises NotFound for any other."""
    return await _found(session, RefusedReply, RefusedReply.id == reply_id, _for(viewer))


async def undelivered(session: AsyncSession, viewer: Viewer) -> list[UndeliveredCard]:
    """Return whose letters came back in an adviser's territories; a changed address is not listed any more."""
    rows = await session.execute(
        select(BouncedAddress, Person, Candidate.id)
        .join(Person, Person.email == BouncedAddress.address)
        .outerjoin(Candidate, Candidate.person_id == Person.id)
        .where(_near(viewer))
        .order_by(BouncedAddress.at.desc())
        .limit(MOST_LISTED)
    )
    return [
        UndeliveredCard(
            id=bounced.id,
            name=person.name,
            phone=person.phone,
            address=bounced.address,
            at=bounced.at,
            why=bounced.why,
            blocked=bounced.blocked,
            candidate_id=candidate_id,
        )
        for bounced, person, candidate_id in rows
    ]


async def undelivered_at(session: AsyncSession, viewer: Viewer, bounced_id: UUID) -> BouncedAddress:
    """Return an address that this adviser may have written to again; raises NotFound for any other."""
    theirs = select(Person.email).outerjoin(Candidate, Candidate.person_id == Person.id).where(_near(viewer))
    return await _found(session, BouncedAddress, BouncedAddress.id == bounced_id, BouncedAddress.address.in_(theirs))


def _for(viewer: Viewer) -> ColumnElement[bool]:
    return or_(
        RefusedReply.territory_id.in_(viewer.scopes(Role.ADVISER)),
        RefusedReply.territory_id.is_(None),
    )


def _near(viewer: Viewer) -> ColumnElement[bool]:
    """Whom an adviser looks after: candidates of their territories, and recruiters of companies there."""
    territories = viewer.scopes(Role.ADVISER)
    held = aliased(Mandate)
    recruiting = (
        select(held.person_id)
        .join(Company, Company.id == held.scope_id)
        .where(held.role == Role.RECRUITER, Company.territory_id.in_(territories))
    )
    return or_(Candidate.territory_id.in_(territories), Person.id.in_(recruiting))


def _refused_card(row: RefusedReply, candidate_id: UUID | None) -> RefusedCard:
    return RefusedCard(
        id=row.id,
        why=row.why,
        detail=gettext(row.detail) if row.detail else "",
        sender=row.sender,
        subject=row.subject,
        excerpt=row.excerpt,
        arrived_at=row.arrived_at,
        interview_id=row.interview_id,
        candidate_id=candidate_id,
        placed=row.territory_id is not None,
    )


async def _found(session: AsyncSession, model: type[Row], *where: ColumnElement[bool]) -> Row:
    row = await session.scalar(select(model).where(*where).limit(1))
    if row is None:
        raise NotFound
    return row
