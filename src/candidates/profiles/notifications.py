"""The letters that profiles cause."""

from uuid import UUID

from accounts.people.models import Person
from candidates.profiles.schemas import LEAVE
from kit import settings, tokens
from kit.mail import letters
from kit.mail.letters import Letter


def leave_link(candidate_id: UUID) -> str:
    """Return the signed address under which a candidate leaves the preselection, or joins it again."""
    return f"{settings.current().public_url}/preselection/{tokens.signed(LEAVE, candidate_id)}"


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
