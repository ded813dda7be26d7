"""The letters that absences cause."""

from accounts.people.models import Person
from employers.absences.models import Absence
from kit import settings
from kit.mail import letters
from kit.mail.letters import Letter


def covering(to: Person, absence: Absence, absent: str, cover: str, by: str) -> Letter:
    """Tell who covers, or who is away, from when until when, and who decided it."""
    return letters.write(
        "employers/absences/mail/covering",
        to=to.email or "",
        language=to.speaks,
        name=to.name,
        covers=to.id == absence.cover_id,
        absent=absent,
        cover=cover,
        by=by,
        from_on=absence.from_on,
        until_on=absence.until_on,
        link=f"{settings.current().public_url}/desk/baskets",
    )
