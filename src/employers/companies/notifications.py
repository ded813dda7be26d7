"""The letters that companies cause."""

from accounts.people.models import Person
from employers.companies.models import Company
from kit import settings
from kit.mail import letters
from kit.mail.letters import Letter


def invited(person: Person, company: Company, by: str) -> Letter:
    """Tell a new recruiter that a colleague or the adviser opened the company's space to them."""
    return letters.write(
        "employers/companies/mail/invited",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        company=company.name,
        by=by,
        link=f"{settings.current().public_url}/sign-in",
    )
