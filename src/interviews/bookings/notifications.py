"""The letters that interviews send, each with its appointment."""

from datetime import timedelta
from uuid import UUID

from accounts.people.models import Person
from interviews.answers.rules import uid_of
from interviews.bookings.schemas import Change, InterviewCard
from kit import clock, ics, settings, tokens
from kit.i18n import gettext, speaking
from kit.mail import addresses, letters
from kit.mail.letters import Letter
from reference.labels import label

AGAIN = "book again after a cancellation"
LINK = {True: "interview, as its candidate", False: "interview, as its company"}
ANSWER = "answer an invitation"


def booked(person: Person, card: InterviewCard, change: Change, *, to_candidate: bool) -> Letter:
    """Tell one side that an interview is booked, with a link that moves or cancels it without signing in."""
    return _letter("booked", person, card, change, ics.Method.REQUEST, to_candidate=to_candidate)


def moved(person: Person, card: InterviewCard, change: Change, *, to_candidate: bool) -> Letter:
    """Tell one side that an interview has another time; their calendar moves it."""
    return _letter("moved", person, card, change, ics.Method.REQUEST, to_candidate=to_candidate)


def cancelled(person: Person, card: InterviewCard, change: Change, *, to_candidate: bool) -> Letter:
    """Tell one side that an interview was cancelled, by whom and why, and take it out of the calendar."""
    return _letter("cancelled", person, card, change, ics.Method.CANCEL, to_candidate=to_candidate)


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
        events=f"{settings.current().public_url}/events",
    )


def organiser(interview_id: UUID, person_id: UUID) -> ics.Party:
    """Return who invites this person: our address with a secret of this invitation, to which answers come.

    It is of the sender's domain and stays the same for as long as the interview lives.
    """
    chosen = settings.current()
    if not chosen.mail_plus:
        return ics.Party("Tremplin", chosen.mail_from)
    return ics.Party("Tremplin", addresses.tagged(chosen.mail_from, tokens.tag(ANSWER, interview_id, person_id)))


def _letter(
    name: str, person: Person, card: InterviewCard, change: Change, method: ics.Method, *, to_candidate: bool
) -> Letter:
    with speaking(person.speaks):
        calendar = ics.write(appointment(person, card, change.sequence, method, to_candidate=to_candidate), clock.now())
    return letters.write(
        f"interviews/bookings/mail/{name}",
        to=person.email or "",
        language=person.speaks,
        calendar=calendar,
        method=method.value,
        name=person.name,
        card=card,
        change=change,
        to_candidate=to_candidate,
        link=signed_link(card.id, to_candidate=to_candidate),
        again=f"{settings.current().public_url}/again/{tokens.signed(AGAIN, card.id)}",
    )


def signed_link(interview_id: UUID, *, to_candidate: bool) -> str:
    """Return where one side moves or cancels an interview without signing in."""
    return settings.current().public_url + signed_path(interview_id, to_candidate=to_candidate)


def signed_path(interview_id: UUID, *, to_candidate: bool) -> str:
    """Return the path of that page."""
    return f"/interview/{tokens.signed(LINK[to_candidate], interview_id)}"


def appointment(
    person: Person, card: InterviewCard, sequence: int, method: ics.Method, *, to_candidate: bool
) -> ics.Appointment:
    """Return the calendar side of an interview, as one of its two sides sees it."""
    sender = settings.current().mail_from
    other = card.company if to_candidate else card.candidate
    return ics.Appointment(
        uid=uid_of(card.id, sender.partition("@")[2]),
        sequence=sequence,
        summary=gettext("Interview: %(other)s (%(job)s)") % {"other": other, "job": card.job},
        description=card.event,
        location=card.where or label(card.format.value),
        url=signed_link(card.id, to_candidate=to_candidate),
        starts_at=card.starts_at,
        ends_at=card.ends_at,
        zone=card.timezone,
        organiser=organiser(card.id, person.id),
        attendee=ics.Party(person.name, person.email or ""),
        alarm_text=gettext("Interview in two hours"),
        alarm_before=timedelta(hours=2),
        method=method,
    )
