"""The letter to who waited in vain."""

from uuid import UUID

from accounts.people.models import Person
from kit import settings
from kit.mail import letters
from kit.mail.letters import Letter


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
