"""The letters that proposals send."""

from accounts.people.models import Person
from candidates.profiles.notifications import leave_link
from kit import settings, tokens
from kit.mail import letters
from kit.mail.letters import Letter
from matching.proposals.schemas import ProposalView

BOOK = "book a proposal"


def proposed(person: Person, proposal: ProposalView) -> Letter:
    """Tell a candidate that an employer would like to meet them, with the reasons.

    As a text message it leads to the free times without sign-in: its reader has no address to sign in with.
    """
    here = f"{settings.current().public_url}/candidates/{proposal.candidate_id}/proposals/{proposal.id}"
    return letters.write(
        "matching/proposals/mail/proposed",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        proposal=proposal,
        book_link=book_link(proposal),
        link=here,
        why_link=f"{here}/explanation",
        leave_link=leave_link(proposal.candidate_id),
    )


def book_link(proposal: ProposalView) -> str:
    """Return the signed address under which a proposal is accepted and booked until its event begins."""
    return f"{settings.current().public_url}/book/{tokens.signed(BOOK, proposal.id)}"
