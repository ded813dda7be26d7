"""The letters that objections send."""

from accounts.people.models import Person
from kit import settings
from kit.mail import letters
from kit.mail.letters import Letter
from matching.objections.schemas import ObjectionView


def answered(person: Person, objection: ObjectionView) -> Letter:
    """Tell a candidate what was answered to an objection, and by whom."""
    return letters.write(
        "matching/objections/mail/answered",
        to=person.email or "",
        language=person.speaks,
        name=person.name,
        objection=objection,
        link=f"{settings.current().public_url}/candidates/{objection.candidate_id}",
    )
