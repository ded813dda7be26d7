"""French first, English beside it: messages, dates and lists in the reader's language."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from babel import dates, lists, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from kit import clock

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "fr"

_current: ContextVar[Language] = ContextVar("language", default=DEFAULT)


def folder() -> Path:
    """In the wheel the catalogues lie beside this file; in a checkout, at the root."""
    packaged = Path(__file__).parent / "locales"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "locales"


@cache
def _catalogue(language: Language) -> Translations:
    """Read the catalogue of a language; messages are written in English, so English has none."""
    if language == "en":
        return Translations()
    compiled = io.BytesIO()
    with (folder() / f"{language}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def language() -> Language:
    """Return the language of whoever reads now."""
    return _current.get()


def speak(chosen: Language) -> None:
    """From here on, in this request, speak this language."""
    _current.set(chosen)


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Speak this language for a while: a letter goes out in its reader's, not its writer's."""
    token = _current.set(chosen)
    try:
        yield
    finally:
        _current.reset(token)


def choose(asked: str | None, header: str) -> Language:
    """Return the language that was chosen, else the browser's first that is spoken here, else French."""
    wanted = [asked or "", *(part.split(";")[0].strip()[:2].lower() for part in header.split(","))]
    return next((spoken for want in wanted for spoken in LANGUAGES if want == spoken), DEFAULT)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a message for translation where it is shown."""
    return message


def gettext(message: str) -> str:
    """Translate a message into the language of now."""
    return _catalogue(language()).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """Translate a counted message into the language of now."""
    return _catalogue(language()).ngettext(one, many, number)


def day(moment: datetime | date, zone: tzinfo | str = clock.PARIS) -> str:
    """Write a day in words: "mardi 9 juin 2026"."""
    local = moment.astimezone(_zone(zone)) if isinstance(moment, datetime) else moment
    return _day(local.year, local.month, local.day, language())


@lru_cache(1000)
def _day(year: int, month: int, number: int, spoken: Language) -> str:
    return dates.format_date(date(year, month, number), "EEEE d MMMM y", locale=spoken)


def hour(moment: datetime | time, zone: tzinfo | str = clock.PARIS) -> str:
    """Write an hour: "9 h 20" in French (unbreakable), "09:20" in English."""
    local = moment.astimezone(_zone(zone)) if isinstance(moment, datetime) else moment
    if language() == "fr":
        return f"{local.hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{local.minute:02}"
    return f"{local.hour:02}:{local.minute:02}"


def moment(at: datetime, zone: tzinfo | str = clock.PARIS) -> str:
    """Write a day and an hour: "mardi 9 juin 2026, 9 h 20"; a zone that is not Paris's is named."""
    return f"{day(at, zone)}, {hour(at, zone)}{_in_brackets(at, zone)}"


def span(starts: datetime, ends: datetime, zone: tzinfo | str = clock.PARIS) -> str:
    """Write from when to when: "mardi 9 juin 2026, 9 h 20 – 9 h 40"; a zone that is not Paris's is named."""
    first, last = day(starts, zone), day(ends, zone)
    until = hour(ends, zone) if first == last else f"{last}, {hour(ends, zone)}"
    return f"{first}, {hour(starts, zone)} – {until}{_in_brackets(starts, zone)}"


def zone_name(at: datetime, zone: tzinfo | str) -> str:
    """Name a zone whose clocks differ from Paris's at a moment: "heure : La Réunion"; nothing where they agree."""
    place = _zone(zone)
    if at.astimezone(place).utcoffset() == at.astimezone(clock.PARIS).utcoffset():
        return ""
    return dates.get_timezone_location(place, locale=language()).replace(" :", "\N{NO-BREAK SPACE}:")


def _in_brackets(at: datetime, zone: tzinfo | str) -> str:
    name = zone_name(at, zone)
    return f" ({name})" if name else ""


def _zone(zone: tzinfo | str) -> tzinfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def number(value: float | Decimal) -> str:
    """Write a number: "2 150,50" in French, without needless decimals."""
    return numbers.format_decimal(value, locale=language())


def colon() -> str:
    """Return a colon as the language spaces it."""
    return "\N{NO-BREAK SPACE}: " if language() == "fr" else ": "


def listed(items: list[Any] | tuple[Any, ...]) -> str:
    """Write a list in words: "a, b et c"."""
    return lists.format_list([str(item) for item in items], locale=language())
