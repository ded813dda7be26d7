"""The letters that signing in sends."""

from urllib.parse import urlencode

from accounts.people.models import Person
from kit import settings
from kit.i18n import Language
from kit.mail import letters
from kit.mail.letters import Letter


def way_in(person: Person | None, *, to: str, language: Language, token: str, code: str, then: str) -> Letter:
    """Send a link and a code; it is written for nobody too, so that both cases take the same time."""
    query = f"?{urlencode({'next': then})}" if then else ""
    return letters.write(
        "accounts/sign_in/mail/way_in",
        to=to,
        language=language,
        name=person.name if person else "",
        link=f"{settings.current().public_url}/sign-in/{token}{query}",
        code=f"{code[:3]} {code[3:]}",
    )
