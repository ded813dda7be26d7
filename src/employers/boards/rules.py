"""Reading an offer as it comes: free text, missing parts, entities and all."""

import html
import json
import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from math import ceil
from typing import Any

import msgspec

from employers.boards.errors import NoIdentity, NotAFeed, NotSalaried, UnknownContract
from kit.text import folded
from reference import licences
from reference.labels import LANGUAGES_ASKED
from reference.terms import Condition, Contract, PayPeriod

_KINDS = {
    "CDI": Contract.OPEN_ENDED,
    "DIN": Contract.OPEN_ENDED,
    "CDD": Contract.FIXED_TERM,
    "DDI": Contract.FIXED_TERM,
    "SAI": Contract.FIXED_TERM,
    "CDS": Contract.FIXED_TERM,
    "MIS": Contract.TEMPORARY,
    "TTI": Contract.TEMPORARY,
}
_NOT_SALARIED = {"CCE", "LIB", "FRA", "REP"}
_PERIODS = {"horaire": PayPeriod.HOUR, "mensuel": PayPeriod.MONTH, "annuel": PayPeriod.YEAR}
_AMOUNT = re.compile(r"(\d+(?:[ \u00a0]\d{3})*(?:[.,]\d+)?)\s*(?:euros?|€)", re.IGNORECASE)
_HOURS = re.compile(r"(\d{1,2})\s*H\s*(\d{2})?", re.IGNORECASE)
_LENGTH = re.compile(r"(\d+)\s*(mois|jour|an|semaine)", re.IGNORECASE)
_MONTHS = {"mois": 1.0, "an": 12.0, "semaine": 7 / 30, "jour": 1 / 30}
_CONDITIONS = {
    "samedi": Condition.SATURDAYS,
    "dimanche": Condition.SUNDAYS,
    "nuit": Condition.NIGHTS,
    "soir": Condition.EVENINGS,
    "coupure": Condition.SPLIT_SHIFTS,
    "fractionne": Condition.SPLIT_SHIFTS,
}
_LANGUAGES = dict(
    zip(
        ("anglais", "espagnol", "italien", "allemand", "arabe", "portugais", "russe", "chinois"),
        LANGUAGES_ASKED,
        strict=True,
    )
)
MOST_POSTS, LONGEST_TEXT, LONGEST_TITLE = 2000, 4000, 160


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What an offer says, in our words; places and codes are still to be looked up."""

    id: str
    version: str
    company: str
    title: str
    description: str
    rome: str
    wording: str
    posts: int
    contract: Contract
    months: int | None
    hours: Decimal | None
    pay_from: Decimal | None
    pay_to: Decimal | None
    pay_period: PayPeriod
    commune: str
    postcode: str
    place: str
    experience_months: int
    skills_required: tuple[str, ...]
    skills_wished: tuple[str, ...]
    languages: tuple[str, ...]
    conditions: tuple[str, ...]
    licences: tuple[str, ...]

    def sameness(self) -> tuple[object, ...]:
        """Return what makes two offers the same job."""
        words = (self.company, self.title, self.description, self.place)
        return (*map(folded, words), self.rome, self.contract, self.posts)


def offers(content: bytes) -> list[dict[str, Any]]:
    """Return the offers of a file: a list, an object with ``resultats``, or one object a line. Raises NotAFeed."""
    try:
        text = content.decode("utf-8-sig")
        try:
            found = json.loads(text)
        except json.JSONDecodeError:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as wrong:
        raise NotAFeed from wrong
    if isinstance(found, dict):
        found = found.get("resultats", [found] if "intitule" in found else None)
    if (
        not content.strip(b" \r\n\t\xef\xbb\xbf")
        or not isinstance(found, list)
        or not all(isinstance(one, dict) for one in found)
    ):
        raise NotAFeed
    return found


def read(raw: dict[str, Any]) -> Offer:
    """Read one offer; raises NoIdentity, NotSalaried or UnknownContract."""
    id_ = _text(raw, "id")
    if not id_:
        raise NoIdentity
    place, skills = _part(raw, "lieuTravail"), _parts(raw, "competences")
    pay = _pay(_part(raw, "salaire"))
    hours = _text(raw, "dureeTravailLibelle")
    return Offer(
        id=id_,
        version=_text(raw, "dateActualisation") or _text(raw, "dateCreation"),
        company=_text(_part(raw, "entreprise"), "nom"),
        title=_text(raw, "intitule")[:LONGEST_TITLE],
        description=_text(raw, "description")[:LONGEST_TEXT],
        rome=_text(raw, "romeCode"),
        wording=_text(raw, "appellationlibelle") or _text(raw, "romeLibelle") or _text(raw, "intitule"),
        posts=min(MOST_POSTS, max(1, _number(raw.get("nombrePostes")))),
        contract=_contract(raw),
        months=_months(_text(raw, "typeContratLibelle")) or None,
        hours=_hours(hours),
        pay_from=min(pay[0], default=None),
        pay_to=max(pay[0], default=None) if len(pay[0]) > 1 else None,
        pay_period=pay[1],
        commune=_text(place, "commune"),
        postcode=_text(place, "codePostal"),
        place=_text(place, "libelle"),
        experience_months=_months(_text(raw, "experienceLibelle")) if _text(raw, "experienceExige") == "E" else 0,
        skills_required=tuple(_text(s, "code") for s in skills if _text(s, "exigence") == "E" and _text(s, "code")),
        skills_wished=tuple(_text(s, "code") for s in skills if _text(s, "exigence") != "E" and _text(s, "code")),
        languages=_languages(_parts(raw, "langues")),
        conditions=_conditions(hours),
        licences=_licences(_parts(raw, "permis")),
    )


def newer(version: str, than: str | None) -> bool:
    """Say whether a version is later than another; what cannot be read is only different or not."""
    try:
        return than is None or datetime.fromisoformat(version) > datetime.fromisoformat(than)
    except (ValueError, TypeError):
        return version != than


def _contract(raw: dict[str, Any]) -> Contract:
    nature, kind = folded(_text(raw, "natureContrat")), _text(raw, "typeContrat")
    if "non salarie" in nature or kind in _NOT_SALARIED:
        raise NotSalaried
    if "apprentissage" in nature:
        return Contract.APPRENTICESHIP
    if "professionnalisation" in nature:
        return Contract.PROFESSIONALISATION
    if kind not in _KINDS:
        raise UnknownContract(kind=kind or "–")
    return _KINDS[kind]


def _pay(raw: dict[str, Any]) -> tuple[list[Decimal], PayPeriod]:
    """Return the amounts of "Mensuel de 1800 Euros à 2000 Euros sur 13 mois" and what they are counted by."""
    text = _text(raw, "libelle") or _text(raw, "commentaire")
    period = next((period for word, period in _PERIODS.items() if word in folded(text)), PayPeriod.MONTH)
    amounts = []
    for written in _AMOUNT.findall(text):
        try:
            amounts.append(Decimal(re.sub(r"[ \u00a0]", "", written).replace(",", ".")).quantize(Decimal("0.01")))
        except InvalidOperation:
            continue
    return [amount for amount in amounts if amount < 1_000_000][:2], period  # noqa: PLR2004 - what a column holds


def _hours(text: str) -> Decimal | None:
    if match := _HOURS.search(text):
        return Decimal(int(match.group(1))) + (Decimal(int(match.group(2) or 0)) / 60).quantize(Decimal("0.1"))
    return None


def _months(text: str) -> int:
    match = _LENGTH.search(text)
    return min(600, ceil(int(match.group(1)[:4]) * _MONTHS[match.group(2).lower()])) if match else 0


def _languages(asked: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    words = {folded(_text(one, "libelle")) for one in asked if _text(one, "exigence") == "E"}
    return tuple(sorted(_LANGUAGES[word] for word in words if word in _LANGUAGES))


def _conditions(hours: str) -> tuple[str, ...]:
    return tuple(sorted(condition.value for word, condition in _CONDITIONS.items() if word in folded(hours)))


def _licences(asked: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    words = [_text(one, "libelle") for one in asked if _text(one, "exigence") == "E"]
    return tuple(sorted({licence.value for word in words for licence in licences.meant(word)}))


def _text(raw: dict[str, Any], name: str) -> str:
    value = raw.get(name)
    return html.unescape(str(value)).strip() if isinstance(value, str | int | float) else ""


def _part(raw: dict[str, Any], name: str) -> dict[str, Any]:
    value = raw.get(name)
    return value if isinstance(value, dict) else {}


def _parts(raw: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = raw.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _number(value: object) -> int:
    return int(value) if isinstance(value, int | float) or (isinstance(value, str) and value.isdigit()) else 1
