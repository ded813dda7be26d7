"""What can happen to people."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries
from accounts.people.errors import EmailTaken
from accounts.people.models import Mandate, Person, Role
from kit.i18n import Language


async def add(
    session: AsyncSession, *, name: str, email: str | None, phone: str | None = None, language: Language = "fr"
) -> Person:
    """Add a person; an address belongs to one person only. Raises EmailTaken."""
    address = email.strip().lower() if email else None
    if address and await queries.by_email(session, address):
        raise EmailTaken
    person = Person(name=name.strip(), email=address, phone=phone, language=language)
    session.add(person)
    await session.flush()
    return person


async def find_or_add(session: AsyncSession, *, name: str, email: str) -> Person:
    """Return the person of an address, added now if nobody has it."""
    return await queries.by_email(session, email) or await add(session, name=name, email=email)


async def grant(session: AsyncSession, person_id: UUID, role: Role, scope_id: UUID) -> None:
    """Give a role in a scope; giving it twice changes nothing."""
    held = select(Mandate.id).where(Mandate.person_id == person_id, Mandate.role == role, Mandate.scope_id == scope_id)
    if await session.scalar(held) is None:
        session.add(Mandate(person_id=person_id, role=role, scope_id=scope_id))
        await session.flush()


async def revoke(session: AsyncSession, person_id: UUID, role: Role, scope_id: UUID) -> None:
    """Take a role in a scope away; taking it twice changes nothing."""
    await session.execute(
        delete(Mandate).where(Mandate.person_id == person_id, Mandate.role == role, Mandate.scope_id == scope_id)
    )
