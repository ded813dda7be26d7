"""The letters that profiles cause."""

from accounts.people.models import Person
from kit import settings
from kit.mail import letters
from kit.mail.letters import Letter


def registered(person: Person, by: str) -> Letter:
    """Tell a candidate that somebody registered them and may act for them."""
    return letters.write(
        "candidates/profiles/mail/registered",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        by=by,
        link=f"{settings.current().public_url}/sign-in",
    )
