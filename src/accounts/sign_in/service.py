"""What can happen on the way in and out."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people import queries as people
from accounts.people.models import Person
from accounts.sign_in import notifications, queries
from accounts.sign_in.errors import TooManyAttempts
from accounts.sign_in.models import Attempt, SignedIn, Ticket
from kit import clock, tokens
from kit.i18n import Language
from kit.mail import outbox

GOOD_FOR = timedelta(minutes=15)
SESSION_LASTS = timedelta(days=14)
MAX_TRIES = 5
MAX_PER_ADDRESS = 5
MAX_PER_NETWORK = 60


async def ask(session: AsyncSession, email: str, network: str, language: Language, then: str = "") -> UUID:
    """Write to the address if we know it; return the ticket's id, which is made up if we do not.

    The answer is the same in both cases. Raises TooManyAttempts.
    """
    address = email.strip().lower()
    await _limit(session, f"address:{address}", MAX_PER_ADDRESS)
    await _limit(session, f"network:{network}", MAX_PER_NETWORK)
    person = await people.by_email(session, address)
    token, code, id_ = tokens.fresh(), tokens.code(), uuid4()
    spoken = person.speaks if person else language
    letter = notifications.way_in(person, to=address, language=spoken, token=token, code=code, then=then)
    if person:
        session.add(
            Ticket(
                id=id_,
                person_id=person.id,
                token_hash=tokens.hashed(token),
                code_hash=tokens.hashed(f"{id_}:{code}"),
                expires_at=clock.now() + GOOD_FOR,
            )
        )
        outbox.post(session, letter, about=id_)
    return id_


async def by_link(session: AsyncSession, token: str) -> Person | None:
    """Use up the ticket of a link and return its person, None if it is not good any more."""
    used = (
        update(Ticket)
        .where(Ticket.token_hash == tokens.hashed(token), Ticket.used_at.is_(None), Ticket.expires_at > clock.now())
        .values(used_at=clock.now())
        .returning(Ticket.person_id)
    )
    person_id = await session.scalar(used)
    return await session.get(Person, person_id) if person_id else None


async def by_code(session: AsyncSession, ticket_id: UUID, code: str, network: str) -> Person | None:
    """Use up a ticket by its code; every try counts, five in all. None if it is not good (any more).

    Does not raise on a wrong code: raising would roll the count back. Raises TooManyAttempts.
    """
    await _limit(session, f"network:{network}", MAX_PER_NETWORK)
    alive = (Ticket.id == ticket_id, Ticket.used_at.is_(None), Ticket.expires_at > clock.now())
    counted = update(Ticket).where(*alive, Ticket.tries < MAX_TRIES).values(tries=Ticket.tries + 1)
    if await session.scalar(counted.returning(Ticket.id)) is None:
        return None
    digits = "".join(code.split())
    right = Ticket.code_hash == tokens.hashed(f"{ticket_id}:{digits}")
    used = update(Ticket).where(*alive, right).values(used_at=clock.now()).returning(Ticket.person_id)
    person_id = await session.scalar(used)
    return await session.get(Person, person_id) if person_id else None


async def begin(session: AsyncSession, person: Person, replacing: str | None = None) -> str:
    """Begin a session on this device and return its secret; a session that was there before ends."""
    if replacing:
        await end(session, replacing)
    token, now = tokens.fresh(), clock.now()
    session.add(
        SignedIn(token_hash=tokens.hashed(token), person_id=person.id, started_at=now, expires_at=now + SESSION_LASTS)
    )
    audit.note(session, person.id, "signed in", person.id)
    return token


async def end(session: AsyncSession, token: str) -> None:
    """End this session."""
    await session.execute(delete(SignedIn).where(SignedIn.token_hash == tokens.hashed(token)))


async def end_everywhere(session: AsyncSession, person_id: UUID) -> None:
    """End every session of a person, on every device."""
    await session.execute(delete(SignedIn).where(SignedIn.person_id == person_id))
    audit.note(session, person_id, "signed out everywhere", person_id)


async def forget_old(session: AsyncSession) -> None:
    """Delete tickets, attempts and sessions that can serve nobody any more."""
    now = clock.now()
    await session.execute(delete(Ticket).where(Ticket.expires_at < now - GOOD_FOR))
    await session.execute(delete(Attempt).where(Attempt.at < now - GOOD_FOR))
    await session.execute(delete(SignedIn).where(SignedIn.expires_at < now))


async def _limit(session: AsyncSession, key: str, most: int) -> None:
    if await queries.attempts(session, key, GOOD_FOR) >= most:
        raise TooManyAttempts(minutes=GOOD_FOR.seconds // 60)
    session.add(Attempt(key=tokens.hashed(key), at=clock.now()))
