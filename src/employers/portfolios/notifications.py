"""The letters that portfolios cause."""

from collections.abc import Sequence

from accounts.people.models import Person
from employers.absences.schemas import Cover
from kit import settings
from kit.mail import letters
from kit.mail.letters import Letter

NAMED = 10


def handed_over(to: Person, adviser: str, companies: Sequence[str], cover: Cover | None) -> Letter:
    """Tell a recruiter who answers for their companies from now on, and who covers while that adviser is away."""
    return letters.write(
        "employers/portfolios/mail/handed_over",
        to=to.email or "",
        language=to.speaks,
        name=to.name,
        adviser=adviser,
        companies=_some(companies),
        more=max(0, len(companies) - NAMED),
        cover=cover,
        link=f"{settings.current().public_url}/companies",
    )


def received(to: Person, by: str, companies: Sequence[str], reason: str) -> Letter:
    """Tell an adviser which companies they answer for from now on, and why."""
    return letters.write(
        "employers/portfolios/mail/received",
        to=to.email or "",
        language=to.speaks,
        name=to.name,
        by=by,
        companies=_some(companies),
        count=len(companies),
        more=max(0, len(companies) - NAMED),
        reason=reason,
        link=f"{settings.current().public_url}/desk/portfolio",
    )


def _some(companies: Sequence[str]) -> list[str]:
    return list(companies[:NAMED])
