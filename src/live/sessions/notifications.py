"""The letter to whose question was left open."""

from collections.abc import Sequence

from accounts.people.models import Person
from kit import settings
from kit.mail import letters
from kit.mail.letters import Letter
from live.sessions.schemas import SessionCard


def left(person: Person, card: SessionCard, questions: Sequence[str], said: str) -> Letter:
    """Tell somebody what the presenters say to the questions that were open at the end."""
    return letters.write(
        "live/sessions/mail/left",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        company=card.company,
        title=card.title,
        questions=questions,
        said=said,
        link=f"{settings.current().public_url}/events/{card.event_id}/sessions/{card.id}",
    )
