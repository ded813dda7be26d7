"""What goes into printed letters."""

import msgspec

from accounts.people.models import Person
from interviews.bookings.schemas import InterviewCard
from matching.proposals.schemas import ProposalView


class ProposalPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal with what the paper says of its event."""

    person: Person
    proposal: ProposalView
    where: str
    to_bring: str


class InterviewPaper(msgspec.Struct, frozen=True, kw_only=True):
    """An interview with what the paper says of its event."""

    person: Person
    card: InterviewCard
    to_bring: str
