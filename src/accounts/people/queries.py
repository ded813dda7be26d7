"""Reading people."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Mandate, Person, Role, Territory
from accounts.people.schemas import Viewer


async def by_email(session: AsyncSession, email: str) -> Person | None:
    """Return the person of an address; case does not matter."""
    return await session.scalar(select(Person).where(Person.email == email.strip().lower()))


async def viewer(session: AsyncSession, person: Person, only: Role | None = None) -> Viewer:
    """Return a person with all their mandates, or those of one role only."""
    mandates = await session.execute(select(Mandate.role, Mandate.scope_id).where(Mandate.person_id == person.id))
    return _viewer(person, [(role, scope) for role, scope in mandates if only in (None, role)])


async def viewer_in(session: AsyncSession, rows: Select[Person, Role | None, UUID | None]) -> Viewer | None:
    """Return the person in these rows, one for each mandate — or without any —; None where there are none."""
    found = (await session.execute(rows)).all()
    return _viewer(found[0][0], [(role, scope) for _, role, scope in found if role and scope]) if found else None


def _viewer(person: Person, mandates: list[tuple[Role, UUID]]) -> Viewer:
    return Viewer(id=person.id, name=person.name, email=person.email, language=person.speaks, mandates=tuple(mandates))


async def holders(session: AsyncSession, role: Role, scope_id: UUID) -> list[Person]:
    """Return who holds a role in a scope, by name."""
    held = (
        select(Person)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(Mandate.role == role, Mandate.scope_id == scope_id)
        .order_by(Person.name)
    )
    return list(await session.scalars(held))


async def first(session: AsyncSession, role: Role) -> str:
    """Return the address of who has held a role for longest; raises LookupError for nobody."""
    held = select(Person.email).join(Mandate, Mandate.person_id == Person.id).where(Mandate.role == role)
    email = await session.scalar(held.where(Person.email.is_not(None)).order_by(Mandate.granted_at, Person.email))
    if email is None:
        raise LookupError(f"there is no {role.value} yet")
    return email


async def names(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the name of each person."""
    found = await session.execute(select(Person.id, Person.name).where(Person.id.in_(set(ids))))
    return {id_: name for id_, name in found}  # noqa: C416 - rows, not pairs


async def territories(session: AsyncSession, ids: Iterable[UUID]) -> list[Territory]:
    """Return these territories, by name."""
    return list(await session.scalars(select(Territory).where(Territory.id.in_(set(ids))).order_by(Territory.name)))
