"""The letters that answers cause."""

from datetime import datetime
from typing import Any

from accounts.people.models import Person
from interviews.answers.models import Answer, MoveRequest, Side
from interviews.answers.rules import uid_of
from interviews.bookings.notifications import organiser
from interviews.bookings.schemas import InterviewCard
from interviews.slots.schemas import SlotCard
from kit import clock, ics, settings, tokens
from kit.i18n import gettext, moment, speaking
from kit.mail import letters
from kit.mail.letters import Letter

KEEP = "keep an interview"
MOVE = "answer a proposal to move"


def declined(person: Person, card: InterviewCard, answer: Answer, until: datetime) -> Letter:
    """Tell who declined when the time is given back, with the way to keep it."""
    to_candidate = answer.side is Side.CANDIDATE
    return _letter("declined", person, card, to_candidate, until=until, link=_signed("keep", KEEP, answer))


def move_asked(person: Person, card: InterviewCard, asked: MoveRequest, name: str) -> Letter:
    """Ask the other side whether another time is good."""
    to_candidate = asked.side is Side.COMPANY
    return _letter("move_asked", person, card, to_candidate, asked=asked, by=name, link=_signed("moves", MOVE, asked))


def move_declined(person: Person, card: InterviewCard, asked: MoveRequest, sequence: int) -> Letter:
    """Tell who asked that the proposed time is not taken, in words and to their calendar."""
    with speaking(person.speaks):
        comment = gettext("The proposed time was not accepted. The interview stays on %(when)s.")
        comment %= {"when": moment(card.starts_at, card.timezone)}
    to_candidate = asked.side is Side.CANDIDATE
    return _countered("move_declined", person, card, to_candidate, sequence, comment, proposed=asked.starts_at)


def no_such_time(
    person: Person, card: InterviewCard, side: Side, sequence: int, proposed: datetime, nearest: list[SlotCard]
) -> Letter:
    """Tell who asked that the proposed time is not free, and which are."""
    with speaking(person.speaks):
        comment = gettext("The proposed time is not free. The interview stays on %(when)s.")
        comment %= {"when": moment(card.starts_at, card.timezone)}
    return _countered(
        "no_such_time", person, card, side is Side.CANDIDATE, sequence, comment, proposed=proposed, nearest=nearest
    )


def _countered(
    name: str, person: Person, card: InterviewCard, to_candidate: bool, sequence: int, comment: str, **context: Any
) -> Letter:
    domain = settings.current().mail_from.partition("@")[2]
    calendar = ics.decline_counter(
        uid_of(card.id, domain), sequence, organiser(card.id, person.id), comment, clock.now()
    )
    context |= {"calendar": calendar, "method": ics.Method.DECLINECOUNTER.value}
    return _letter(name, person, card, to_candidate, link=_page(card, to_candidate), **context)


def _letter(name: str, person: Person, card: InterviewCard, to_candidate: bool, **context: Any) -> Letter:
    return letters.write(
        f"interviews/replies/mail/{name}",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        card=card,
        other=card.company if to_candidate else card.candidate,
        **context,
    )


def _signed(path: str, purpose: str, row: Answer | MoveRequest) -> str:
    return f"{settings.current().public_url}/{path}/{tokens.signed(purpose, row.id)}"


def _page(card: InterviewCard, to_candidate: bool) -> str:
    base = settings.current().public_url
    return f"{base}/candidates/{card.candidate_id}/interviews/{card.id}" if to_candidate else f"{base}/day"
