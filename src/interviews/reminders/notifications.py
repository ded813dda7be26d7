"""The letters that remind."""

from collections.abc import Sequence
from datetime import date

from accounts.people.models import Person
from interviews.bookings.notifications import signed_link
from interviews.bookings.schemas import InterviewCard
from kit import settings
from kit.mail import letters
from kit.mail.letters import Letter


def reminder(person: Person, card: InterviewCard, to_bring: str) -> Letter:
    """Remind a candidate of an interview: when, where, what to bring, and how to cancel."""
    return letters.write(
        "interviews/reminders/mail/candidate",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        card=card,
        to_bring=to_bring,
        link=signed_link(card.id, to_candidate=True),
    )


def day(person: Person, on: date, cards: Sequence[InterviewCard]) -> Letter:
    """Give a recruiter the list of a day, in order of time."""
    return letters.write(
        "interviews/reminders/mail/day",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        on=on,
        cards=cards,
        event=cards[0].event,
        link=f"{settings.current().public_url}/day?on={on}",
    )
