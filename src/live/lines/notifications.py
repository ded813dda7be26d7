"""The letter to who waited in vain."""

from uuid import UUID

from accounts.people.models import Person
from interviews.bookings.models import Outcome
from kit import settings
from kit.i18n import speaking
from kit.mail import letters
from kit.mail.letters import Letter
from reference.labels import label


def answered(person: Person, company: str, said: str, event_id: UUID) -> Letter:
    """Tell somebody whom a stand could not meet what its recruiter says."""
    return letters.write(
        "live/lines/mail/answered",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        company=company,
        said=said,
        link=f"{settings.current().public_url}/events/{event_id}/hall",
    )


def outcome(person: Person, company: str, event: str, event_id: UUID, came_of: tuple[Outcome, str]) -> Letter:
    """Give somebody the answer after a talk: the outcome, and the reason if there is one."""
    with speaking(person.speaks):
        said = label(came_of[0].value)
    return letters.write(
        "live/lines/mail/outcome",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        company=company,
        event=event,
        said=said,
        reason=came_of[1],
        link=f"{settings.current().public_url}/events/{event_id}/hall",
    )
