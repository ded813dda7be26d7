"""The letters that companies cause."""

from employers.companies.models import Company, Invitation
from kit import i18n, settings
from kit.mail import letters
from kit.mail.letters import Letter


def invited(invitation: Invitation, company: Company, by: str, token: str) -> Letter:
    """Ask somebody to recruit for a company; the link lets them say yes."""
    return letters.write(
        "employers/companies/mail/invited",
        to=invitation.email,
        language=i18n.language(),
        name=invitation.name,
        company=company.name,
        by=by,
        link=f"{settings.current().public_url}/invitations/{token}",
    )
