"""The letters that partners cause."""

from events.partners.models import PartnerInvitation
from kit import i18n, settings
from kit.mail import letters
from kit.mail.letters import Letter


def invited(invitation: PartnerInvitation, partner: str, campaign: str, by: str, token: str) -> Letter:
    """Ask somebody to follow a campaign for a partner; the link lets them say yes."""
    return letters.write(
        "events/partners/mail/invited",
        to=invitation.email,
        language=i18n.language(),
        name=invitation.name,
        partner=partner,
        campaign=campaign,
        by=by,
        link=f"{settings.current().public_url}/partner-invitations/{token}",
    )
