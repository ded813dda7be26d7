"""The letters that proposals send."""

from accounts.people.models import Person
from kit import settings
from kit.mail import letters
from kit.mail.letters import Letter
from matching.proposals.schemas import ProposalView


def proposed(person: Person, proposal: ProposalView) -> Letter:
    """Tell a candidate that an employer would like to meet them, with the reasons."""
    return letters.write(
        "matching/proposals/mail/proposed",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        proposal=proposal,
        link=f"{settings.current().public_url}/candidates/{proposal.candidate_id}/proposals/{proposal.id}",
    )
