"""The letters that registrations send."""

from typing import Any

from accounts.people.models import Person
from events.planning.models import Event, EventFormat
from kit import settings
from kit.i18n import speaking
from kit.mail import letters
from kit.mail.letters import Letter
from reference.labels import label


def seated(person: Person, event: Event, format_: EventFormat) -> Letter:
    """Tell a candidate that they have a seat, and what to bring."""
    with speaking(person.speaks):
        how = label(format_.value)
    return _letter("seated", person, event, f"/events/{event.id}", to_bring=event.to_bring, how=how)


def moved(person: Person, event: Event) -> Letter:
    """Tell a candidate with a seat that the event has moved."""
    return _letter("moved", person, event, f"/events/{event.id}")


def cancelled(person: Person, event: Event) -> Letter:
    """Tell a candidate with a seat that the event is cancelled."""
    return _letter("cancelled", person, event, "/events")


def _letter(name: str, person: Person, event: Event, path: str, **more: Any) -> Letter:
    return letters.write(
        f"events/registrations/mail/{name}",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        title=event.title,
        starts_at=event.starts_at,
        timezone=event.timezone,
        address=event.address,
        link=settings.current().public_url + path,
        **more,
    )
