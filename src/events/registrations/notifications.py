"""The letters that registrations send."""

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
    return letters.write(
        "events/registrations/mail/seated",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        title=event.title,
        starts_at=event.starts_at,
        timezone=event.timezone,
        address=event.address,
        to_bring=event.to_bring,
        how=how,
        link=f"{settings.current().public_url}/events/{event.id}",
    )


def moved(person: Person, event: Event) -> Letter:
    """Tell a candidate with a seat that the event has moved."""
    return letters.write(
        "events/registrations/mail/moved",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        title=event.title,
        starts_at=event.starts_at,
        timezone=event.timezone,
        address=event.address,
        link=f"{settings.current().public_url}/events/{event.id}",
    )


def cancelled(person: Person, event: Event) -> Letter:
    """Tell a candidate with a seat that the event is cancelled."""
    return letters.write(
        "events/registrations/mail/cancelled",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        title=event.title,
        starts_at=event.starts_at,
        timezone=event.timezone,
        link=f"{settings.current().public_url}/events",
    )
