"""Reading the proof of letters, through the door of who asks."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from accounts.people.models import Person, Role
from accounts.people.schemas import Viewer
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from events.planning.models import Event
from events.registrations.models import Registration
from interviews.bookings.models import Interview
from interviews.letters.schemas import LetterCard, LetterCounts
from interviews.waiting.models import WaitingEntry
from kit.errors import NotFound
from kit.mail.outbox import LetterStatus, OutboxLetter, standing
from kit.paging import Page, page
from matching.proposals.models import Proposal

_SHOWN = load_only(
    OutboxLetter.recipient,
    OutboxLetter.subject,
    OutboxLetter.about,
    OutboxLetter.status,
    OutboxLetter.posted_at,
    OutboxLetter.tries,
    OutboxLetter.next_try_at,
    OutboxLetter.sent_at,
    OutboxLetter.last_answer,
    OutboxLetter.bounced_at,
    OutboxLetter.bounce,
    OutboxLetter.answered_at,
    raiseload=True,
)


def theirs(viewer: Viewer) -> ColumnElement[bool]:
    """Which letters an adviser may see: those about an interview, a proposal, a seat, a candidate or a company
    of their territory. A letter about anything else (a sign-in) is nobody's.
    """  # noqa: D205
    scopes = viewer.scopes(Role.ADVISER)
    events = select(Event.id).where(Event.territory_id.in_(scopes))
    return OutboxLetter.about.in_(
        union_all(
            select(Interview.id).where(Interview.event_id.in_(events)),
            select(Proposal.id).where(Proposal.event_id.in_(events)),
            select(Registration.id).where(Registration.event_id.in_(events)),
            select(WaitingEntry.id).where(WaitingEntry.event_id.in_(events)),
            select(Candidate.id).where(Candidate.territory_id.in_(scopes)),
            select(Company.id).where(Company.territory_id.in_(scopes)),
        )
    )


async def letter_of(session: AsyncSession, viewer: Viewer, letter_id: UUID) -> OutboxLetter:
    """Return a letter that this adviser may see; raises NotFound for any other."""
    letter = await session.scalar(
        select(OutboxLetter).where(OutboxLetter.id == letter_id, theirs(viewer)).options(_SHOWN)
    )
    if letter is None:
        raise NotFound
    return letter


async def letters_of(
    session: AsyncSession, viewer: Viewer, number: int = 1, status: LetterStatus | None = None
) -> Page[LetterCard]:
    """Return a page of the letters that this adviser may see, the latest first."""
    rows = select(OutboxLetter).where(theirs(viewer)).order_by(OutboxLetter.number.desc()).options(_SHOWN)
    if status:
        rows = rows.where(standing(status))
    found = await page(session, rows, number)
    return Page(rows=await cards(session, found.rows), number=found.number, total=found.total)


async def counts(session: AsyncSession, viewer: Viewer) -> LetterCounts:
    """Return how many letters that this adviser may see are where."""
    rows = await session.execute(
        select(OutboxLetter.status, func.count()).where(theirs(viewer)).group_by(OutboxLetter.status)
    )
    return LetterCounts(**{status.value: count for status, count in rows})


async def given_up_count(session: AsyncSession, viewer: Viewer) -> int:
    """Return how many letters that this adviser may see were given up."""
    given_up = select(func.count()).select_from(OutboxLetter).where(standing(LetterStatus.GIVEN_UP), theirs(viewer))
    return await session.scalar(given_up) or 0


async def cards(session: AsyncSession, letters: Iterable[OutboxLetter]) -> list[LetterCard]:
    """Describe letters, each with who it was for and how to call them."""
    listed = list(letters)
    people = await session.execute(
        select(Person.email, Person.name, Person.phone, Candidate.id)
        .outerjoin(Candidate, Candidate.person_id == Person.id)
        .where(Person.email.in_({letter.recipient for letter in listed}))
    )
    known = {email: (name, phone, candidate_id) for email, name, phone, candidate_id in people}
    return [_card(letter, *known.get(letter.recipient, ("", None, None))) for letter in listed]


def _card(letter: OutboxLetter, name: str, phone: str | None, candidate_id: UUID | None) -> LetterCard:
    return LetterCard(
        id=letter.id,
        subject=letter.subject,
        name=name,
        recipient=letter.recipient,
        phone=phone,
        candidate_id=candidate_id,
        status=letter.status,
        written_at=letter.posted_at,
        tries=letter.tries,
        next_try_at=letter.next_try_at if letter.status is LetterStatus.WAITING else None,
        handed_over_at=letter.sent_at,
        answer=letter.last_answer or "",
        came_back_at=letter.bounced_at,
        came_back=letter.bounce or "",
        answered_at=letter.answered_at,
    )
