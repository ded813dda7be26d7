"""The letters of the timetable."""

from uuid import UUID

from accounts.people.models import Person
from interviews.timetable.schemas import PlannedView
from kit import settings, tokens
from kit.mail import letters
from kit.mail.letters import Letter
from matching.proposals.notifications import BOOK

PLANNED = "planned interview"


def offered(person: Person, planned: PlannedView) -> Letter:
    """Propose a time, kept until the deadline; the link confirms, declines or leads to the other times."""
    return letters.write(
        "interviews/timetable/mail/offered",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        planned=planned,
        link=settings.current().public_url + planned_path(planned.id),
        others=settings.current().public_url + others_path(planned.proposal_id),
    )


def lapsed(person: Person, planned: PlannedView) -> Letter:
    """Tell somebody that the time is not kept any more, and that they can still choose one."""
    return letters.write(
        "interviews/timetable/mail/lapsed",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        planned=planned,
        link=settings.current().public_url + others_path(planned.proposal_id),
    )


def planned_path(planned_id: UUID) -> str:
    """Return the page on which a planned time is confirmed or declined."""
    return f"/planned/{tokens.signed(PLANNED, planned_id)}"


def others_path(proposal_id: UUID) -> str:
    """Return the page of the times that are free for a proposal."""
    return f"/book/{tokens.signed(BOOK, proposal_id)}"
