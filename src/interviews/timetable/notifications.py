"""The letters of the timetable."""

from uuid import UUID

from accounts.people.models import Person
from interviews.timetable.schemas import PlannedView
from kit import clock, i18n, settings, tokens
from kit.i18n import gettext, speaking
from kit.mail import letters
from kit.mail.letters import Letter
from kit.paper import Sheet
from matching.proposals.notifications import BOOK
from reference.labels import label

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


def printed(person: Person, planned: PlannedView) -> Sheet:
    """Propose a time on paper; the code leads to the page that confirms it, or to the other times."""
    with speaking(person.speaks):
        until = i18n.moment(planned.answer_until, planned.timezone) if planned.answer_until else "–"
        return Sheet(
            language=person.speaks,
            to=person.name,
            date=i18n.day(clock.now()),
            title=gettext("We propose a time"),
            opening=gettext("you said yes to an interview. We propose this time:").capitalize(),
            facts=[
                (gettext("When"), i18n.span(planned.starts_at, planned.ends_at, planned.timezone)),
                (gettext("With"), f"{planned.company} – {planned.job}"),
                (gettext("How"), label(planned.format.value)),
                *([(gettext("Where"), planned.where)] if planned.where else []),
                (gettext("Event"), planned.event),
                (gettext("Answers until"), until),
            ],
            act=gettext("Scan this code with a phone to confirm, to choose another time, or to decline."),
            address=settings.current().public_url + planned_path(planned.id),
            closing=[gettext("The code is for you alone."), *_call()],
        )


def _call() -> list[str]:
    phone = settings.current().agency_phone
    if phone:
        return [gettext("No phone that reads codes? Call %(phone)s.") % {"phone": phone}]
    return [gettext("No phone that reads codes? Ask your adviser, who does it for you.")]


def planned_path(planned_id: UUID) -> str:
    """Return the page on which a planned time is confirmed or declined."""
    return f"/planned/{tokens.signed(PLANNED, planned_id)}"


def others_path(proposal_id: UUID) -> str:
    """Return the page of the times that are free for a proposal."""
    return f"/book/{tokens.signed(BOOK, proposal_id)}"
