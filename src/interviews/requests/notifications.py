"""The letter that asks for more times."""

from uuid import UUID

from accounts.people.models import Person
from interviews.requests.schemas import RequestView
from kit import settings, tokens
from kit.mail import letters
from kit.mail.letters import Letter

ASK = "request for more times"


def asked(person: Person, request: RequestView) -> Letter:
    """Ask a recruiter for more times; the link answers without signing in, and changes nothing by being opened."""
    return letters.write(
        "interviews/requests/mail/asked",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        asked=request,
        link=settings.current().public_url + path(request.id),
    )


def path(request_id: UUID) -> str:
    """Return the signed page on which a request is answered."""
    return f"/more-times/{tokens.signed(ASK, request_id)}"
