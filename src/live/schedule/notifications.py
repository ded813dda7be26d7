"""The letters about sessions that somebody wanted to be reminded of."""

from accounts.people.models import Person
from kit import settings
from kit.mail import letters
from kit.mail.letters import Letter
from live.sessions.schemas import SessionCard


def reminder(person: Person, card: SessionCard) -> Letter:
    """Remind somebody of a session that begins soon."""
    return _about("live/schedule/mail/reminder", person, card, f"/events/{card.event_id}/sessions/{card.id}")


def taken_off(person: Person, card: SessionCard) -> Letter:
    """Tell somebody who wanted to be reminded that the session will not take place."""
    return _about("live/schedule/mail/taken_off", person, card, f"/events/{card.event_id}/hall")


def _about(folder: str, person: Person, card: SessionCard, path: str) -> Letter:
    return letters.write(
        folder,
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        card=card,
        link=settings.current().public_url + path,
    )
