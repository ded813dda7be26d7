"""The letters of the control room."""

from datetime import datetime
from uuid import UUID

from accounts.people.models import Person
from kit import settings
from kit.mail import letters
from kit.mail.letters import Letter


def waits(person: Person, stand_id: UUID, waiting: int, since_at: datetime, timezone: str) -> Letter:
    """Tell a recruiter how many people wait at their stand, and since when."""
    return letters.write(
        "live/control/mail/waits",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        waiting=waiting,
        since_at=since_at,
        timezone=timezone,
        link=f"{settings.current().public_url}/stands/{stand_id}/line",
    )


def moved(person: Person, company: str, to: str, room: str, event_id: UUID) -> Letter:
    """Tell somebody that they wait at another stand now, and kept their order."""
    return letters.write(
        "live/control/mail/moved",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        company=company,
        other=to,
        room=room,
        link=_hall(event_id),
    )


def invited(person: Person, company: str, event_id: UUID) -> Letter:
    """Tell somebody on a waiting list who is in the hall that a time became free."""
    return letters.write(
        "live/control/mail/invited",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        company=company,
        link=_hall(event_id),
    )


def _hall(event_id: UUID) -> str:
    return f"{settings.current().public_url}/events/{event_id}/hall"
