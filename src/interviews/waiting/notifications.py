"""The letters of the waiting list."""

from datetime import datetime
from uuid import UUID

from accounts.people.models import Person
from interviews.waiting.schemas import WaitingView
from kit import settings, tokens
from kit.mail import letters
from kit.mail.letters import Letter

OFFER = "offer of a waiting list"


def offered(person: Person, waiting: WaitingView, until: datetime) -> Letter:
    """Tell somebody that a place is kept for them, and until when; the link accepts it without signing in."""
    return letters.write(
        "interviews/waiting/mail/offered",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        waiting=waiting,
        until=until,
        link=settings.current().public_url + offer_path(waiting.id),
    )


def lapsed(person: Person, waiting: WaitingView) -> Letter:
    """Tell somebody that the offer ran out, and that they can join again."""
    return letters.write(
        "interviews/waiting/mail/lapsed",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        waiting=waiting,
        link=f"{settings.current().public_url}/candidates/{waiting.candidate_id}",
    )


def closed(person: Person, waiting: WaitingView) -> Letter:
    """Tell somebody who waited that the event is cancelled."""
    return letters.write(
        "interviews/waiting/mail/closed",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        waiting=waiting,
        link=f"{settings.current().public_url}/events",
    )


def offer_path(entry_id: UUID) -> str:
    """Return the page on which an offer is accepted or passed on."""
    return f"/offer/{tokens.signed(OFFER, entry_id)}"
