"""The letters that interviews send, each with its appointment."""

from datetime import timedelta

from accounts.people.models import Person
from interviews.bookings.schemas import InterviewCard
from kit import clock, ics, settings, tokens
from kit.i18n import gettext, speaking
from kit.mail import letters
from kit.mail.letters import Letter
from reference.labels import label

CANCEL = "cancel an interview"


def booked(person: Person, card: InterviewCard, sequence: int, *, to_candidate: bool) -> Letter:
    """Tell one side that an interview is booked; the candidate also gets a link that cancels it."""
    return _letter("booked", person, card, sequence, ics.Method.REQUEST, to_candidate=to_candidate)


def cancelled(person: Person, card: InterviewCard, sequence: int, *, to_candidate: bool) -> Letter:
    """Tell one side that an interview was cancelled, and take it out of the calendar."""
    return _letter("cancelled", person, card, sequence, ics.Method.CANCEL, to_candidate=to_candidate)


def outcome(person: Person, card: InterviewCard, reason: str) -> Letter:
    """Give the candidate the answer."""
    with speaking(person.speaks):
        said = label(card.outcome.value) if card.outcome else ""
    return letters.write(
        "interviews/bookings/mail/outcome",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        card=card,
        said=said,
        reason=reason,
        link=f"{settings.current().public_url}/candidates/{card.candidate_id}",
    )


def _letter(
    name: str, person: Person, card: InterviewCard, sequence: int, method: ics.Method, *, to_candidate: bool
) -> Letter:
    with speaking(person.speaks):
        calendar = ics.write(appointment(person, card, sequence, method, to_candidate=to_candidate), clock.now())
    return letters.write(
        f"interviews/bookings/mail/{name}",
        to=person.email or "",
        language=person.speaks,
        calendar=calendar,
        method=method.value,
        name=person.name,
        card=card,
        to_candidate=to_candidate,
        link=_page(card, to_candidate=to_candidate),
        cancel_link=f"{settings.current().public_url}/cancel/{tokens.signed(CANCEL, card.id)}",
    )


def appointment(
    person: Person, card: InterviewCard, sequence: int, method: ics.Method, *, to_candidate: bool
) -> ics.Appointment:
    """Return the interview as one side's calendar wants to hear of it, in the language of now."""
    sender = settings.current().mail_from
    other = card.company if to_candidate else card.candidate
    return ics.Appointment(
        uid=f"interview-{card.id}@{sender.partition('@')[2]}",
        sequence=sequence,
        summary=gettext("Interview: %(other)s (%(job)s)") % {"other": other, "job": card.job},
        description=card.event,
        location=card.where or label(card.format.value),
        url=_page(card, to_candidate=to_candidate),
        starts_at=card.starts_at,
        ends_at=card.ends_at,
        zone=card.timezone,
        organiser=ics.Party("Tremplin", sender),
        attendee=ics.Party(person.name, person.email or ""),
        alarm_text=gettext("Interview in two hours"),
        alarm_before=timedelta(hours=2),
        method=method,
    )


def _page(card: InterviewCard, *, to_candidate: bool) -> str:
    base = settings.current().public_url
    return f"{base}/candidates/{card.candidate_id}/interviews/{card.id}" if to_candidate else f"{base}/day"
