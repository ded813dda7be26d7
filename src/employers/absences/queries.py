"""Reading absences."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.models import Mandate, Person, Role
from accounts.people.schemas import Viewer
from employers.absences import rules
from employers.absences.models import Absence, AbsenceDay
from employers.absences.schemas import AbsenceView, Cover
from kit import clock
from kit.errors import NotFound


def today() -> date:
    """Return the day it is in Paris: absences begin and end there at midnight."""
    return clock.now().astimezone(clock.PARIS).date()


async def covers(session: AsyncSession, advisers: Collection[UUID]) -> dict[UUID, Cover]:
    """Return who covers today for those of some advisers who are away."""
    rows = await session.execute(
        select(AbsenceDay.absent_id, Person.id, Person.name, Absence.until_on)
        .join(Person, Person.id == AbsenceDay.cover_id)
        .join(Absence, Absence.id == AbsenceDay.absence_id)
        .where(AbsenceDay.day == today(), AbsenceDay.absent_id.in_(set(advisers)))
    )
    return {absent: Cover(cover_id=id_, name=name, until=until) for absent, id_, name, until in rows}


async def answers_for(session: AsyncSession, person_id: UUID) -> frozenset[UUID]:
    """Return whose companies a person sees to today: their own, and those of whom they cover."""
    away = select(AbsenceDay.absent_id, AbsenceDay.cover_id).where(AbsenceDay.day == today())
    return rules.answers_for(person_id, {absent: cover for absent, cover in await session.execute(away)})  # noqa: C416


async def advisers_beside(session: AsyncSession, viewer: Viewer) -> list[tuple[UUID, str]]:
    """Return the advisers of a person's territories, by name."""
    scopes = viewer.scopes(Role.ADVISER, Role.MANAGER)
    held = select(Mandate.person_id).where(Mandate.role == Role.ADVISER, Mandate.scope_id.in_(scopes))
    rows = await session.execute(select(Person.id, Person.name).where(Person.id.in_(held)).order_by(Person.name))
    return [(id_, name) for id_, name in rows]


async def advised_by(session: AsyncSession, person_id: UUID) -> frozenset[UUID]:
    """Return the territories in which somebody advises."""
    held = select(Mandate.scope_id).where(Mandate.role == Role.ADVISER, Mandate.person_id == person_id)
    return frozenset(await session.scalars(held))


async def absences_of(session: AsyncSession, viewer: Viewer) -> list[AbsenceView]:
    """Return the absences of a person's colleagues and their own, those that are over left out."""
    beside = [id_ for id_, _ in await advisers_beside(session, viewer)]
    ahead = (Absence.until_on >= today(), Absence.ended_at.is_(None))
    theirs = or_(Absence.absent_id.in_(beside), Absence.cover_id.in_(beside))
    rows = list(await session.scalars(select(Absence).where(*ahead, theirs).order_by(Absence.from_on, Absence.id)))
    who = await people.names(session, [id_ for row in rows for id_ in (row.absent_id, row.cover_id)])
    return [
        AbsenceView(
            id=row.id,
            absent_id=row.absent_id,
            absent=who[row.absent_id],
            cover_id=row.cover_id,
            cover=who[row.cover_id],
            from_on=row.from_on,
            until_on=row.until_on,
            running=row.from_on <= today(),
        )
        for row in rows
    ]


async def absence_of(session: AsyncSession, viewer: Viewer, absence_id: UUID) -> Absence:
    """Return an absence of a person's territory; raises NotFound for any other."""
    beside = [id_ for id_, _ in await advisers_beside(session, viewer)]
    mine = (Absence.id == absence_id, Absence.absent_id.in_(beside))
    absence = await session.scalar(select(Absence).where(*mine))
    if absence is None:
        raise NotFound
    return absence
