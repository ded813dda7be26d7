"""What the printed letters say."""

from events.planning.models import EventFormat
from interviews.bookings.notifications import signed_link
from interviews.bookings.schemas import InterviewCard
from interviews.paper.schemas import InterviewPaper, ProposalPaper
from kit import clock, i18n, settings
from kit.i18n import gettext, speaking
from kit.paper import Sheet
from matching.proposals.notifications import book_link
from reference.labels import label


def proposed(paper: ProposalPaper) -> Sheet:
    """Tell a candidate on paper that an employer would like to meet them; the code leads to the free times."""
    proposal = paper.proposal
    with speaking(paper.person.speaks):
        said = {"company": proposal.need.company, "job": proposal.need.title}
        facts = [
            (gettext("Event"), proposal.event),
            (gettext("When"), i18n.moment(proposal.event_starts_at, proposal.timezone)),
            *([(gettext("Where"), paper.where)] if paper.where else []),
            *_to_bring(paper.to_bring),
        ]
        return Sheet(
            language=paper.person.speaks,
            to=paper.person.name,
            date=i18n.day(clock.now()),
            title=gettext("%(company)s would like to meet you") % said,
            opening=gettext("%(company)s would like to meet you for this job: %(job)s.") % said,
            facts=facts,
            points_title=gettext("Why you"),
            points=[criterion.sentence for criterion in proposal.criteria if criterion.verdict == "met"],
            act=gettext("Scan this code with a phone to say yes and choose a time."),
            address=book_link(proposal),
            closing=[
                gettext("The code is for you alone, and good until the event begins."),
                *_call(),
                gettext("Chosen by %(name)s, your adviser.") % {"name": proposal.adviser},
            ],
        )


def booked(paper: InterviewPaper) -> Sheet:
    """Tell a candidate on paper when and where they are met; the code leads to the page that also cancels."""
    card = paper.card
    with speaking(paper.person.speaks):
        return Sheet(
            language=paper.person.speaks,
            to=paper.person.name,
            date=i18n.day(clock.now()),
            title=gettext("Your interview with %(company)s") % {"company": card.company},
            opening=gettext("Please keep this page and bring it with you."),
            facts=[
                (gettext("When"), _times(card)),
                (gettext("With"), f"{card.company} – {card.job}"),
                (gettext("How"), label(card.format.value)),
                *([(gettext("Where"), card.where)] if card.format is EventFormat.ON_SITE and card.where else []),
                (gettext("Event"), card.event),
                *_to_bring(paper.to_bring),
            ],
            act=gettext("You cannot come then? Scan this code with a phone to choose another time, or to cancel."),
            address=signed_link(card.id, to_candidate=True),
            closing=[gettext("The code is for you alone."), *_call()],
        )


def _times(card: InterviewCard) -> str:
    return i18n.span(card.starts_at, card.ends_at, card.timezone)


def _to_bring(what: str) -> list[tuple[str, str]]:
    return [(gettext("What to bring"), what)] if what else []


def _call() -> list[str]:
    """Say what who has no phone that reads codes can do."""
    phone = settings.current().agency_phone
    if phone:
        return [gettext("No phone that reads codes? Call %(phone)s.") % {"phone": phone}]
    return [gettext("No phone that reads codes? Ask your adviser, who does it for you.")]
