"""What the columns of a spreadsheet of needs are called, and what its words mean."""

import re
from collections import Counter
from enum import StrEnum
from functools import cache
from hashlib import sha256

from kit import i18n
from kit.sheets import Row, iso_date
from kit.text import folded
from reference import licences
from reference.labels import label
from reference.languages import spoken
from reference.terms import Condition, Contract, Format, PayPeriod

_NAMES = {
    "company": ("entreprise", "company", "societe", "employeur", "employer"),
    "siret": ("siret",),
    "occupation": ("metier", "occupation", "job", "poste recherche", "code rome", "rome"),
    "posts": ("postes", "posts", "nombre de postes", "nombre", "number of posts", "number"),
    "contract": ("contrat", "contract", "type de contrat", "contract type"),
    "place": ("lieu", "place", "commune", "ville", "town"),
    "title": ("intitule", "title", "titre"),
    "months": ("duree en mois", "months", "duree"),
    "hours": ("heures", "hours", "heures par semaine", "hours a week"),
    "pay_from": ("salaire min", "pay from", "salaire", "pay"),
    "pay_to": ("salaire max", "pay to"),
    "starts_on": ("debut", "start", "date de debut", "first day"),
    "description": ("description",),
    "experience_months": ("experience en mois", "experience in months", "experience"),
    "languages": ("langues", "languages"),
    "language_reason": ("raison de la langue", "reason of the language", "pourquoi cette langue"),
    "licences": ("permis et habilitations", "permis", "habilitations", "licences", "licences and permits"),
    "remote": ("teletravail", "a distance", "remote"),
    "pay_period": ("periode du salaire", "pay period", "periode"),
    "conditions": ("conditions",),
    "formats": ("formats d entretien", "interview formats", "formats"),
    "no_cv": ("sans cv", "no cv"),
    "reference": ("reference", "ref"),
}
HEADINGS = {name: field for field, names in _NAMES.items() for name in names}
NEEDED = ("company", "occupation", "posts", "contract", "place")
CONTRACTS = {
    "cdi": Contract.OPEN_ENDED,
    "open ended": Contract.OPEN_ENDED,
    "permanent": Contract.OPEN_ENDED,
    "cdd": Contract.FIXED_TERM,
    "fixed term": Contract.FIXED_TERM,
    "saisonnier": Contract.FIXED_TERM,
    "seasonal": Contract.FIXED_TERM,
    "interim": Contract.TEMPORARY,
    "temporary": Contract.TEMPORARY,
    "apprentissage": Contract.APPRENTICESHIP,
    "apprenticeship": Contract.APPRENTICESHIP,
    "contrat de professionnalisation": Contract.PROFESSIONALISATION,
    "professionnalisation": Contract.PROFESSIONALISATION,
    "professionalisation": Contract.PROFESSIONALISATION,
    "immersion": Contract.IMMERSION,
}
_YES = frozenset({"oui", "yes", "true", "1", "x", "vrai"})


def typed(row: Row) -> dict[str, str | list[str]]:
    """Return a row's cells as the form of a need takes them: known words as codes, dates as ISO 8601."""
    cells: dict[str, str | list[str]] = {
        field: cell for field, cell in row.cells.items() if field not in {"company", "siret", "reference"}
    }
    contract = CONTRACTS.get(folded(row.cells.get("contract", "")))
    if contract:
        cells["contract"] = contract.value
    cells["starts_on"] = iso_date(row.cells.get("starts_on", ""))
    cells["licences"] = [licence.value for licence in licences.meant(row.cells.get("licences", ""))]
    cells["languages"] = spoken(row.cells.get("languages", ""))
    for field in ("remote", "no_cv"):
        cells[field] = "true" if folded(row.cells.get(field, "")) in _YES else ""
    for field, kind in (("conditions", Condition), ("formats", Format)):
        if field in row.cells:
            cells[field] = coded(row.cells[field], kind)
    period = row.cells.get("pay_period", "")
    cells["pay_period"] = (coded(period, PayPeriod) or [period])[0] or PayPeriod.MONTH.value
    return cells


def coded(text: str, kind: type[StrEnum]) -> list[str]:
    """Return the codes that a cell names one after the other, by code or by label in either language.

    A word that means nothing stays as it is: the form then says that it is none of the answers.
    """
    parts = [part.strip() for part in re.split(r"[,;/\n]", text)]
    return [_words(kind).get(folded(part), part) for part in parts if part]


@cache
def _words(kind: type[StrEnum]) -> dict[str, str]:
    found = {folded(member.value): member.value for member in kind}
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            found |= {folded(label(member.value)): member.value for member in kind}
    return found


def key_of(words: str) -> str:
    """Return what makes a need with this reference the same in the next file."""
    return "sheet:" + sha256(words.encode()).hexdigest()[:40]


def keys(rows: list[Row]) -> list[str]:
    """Return what makes each row itself: its reference, else its words, twins without a reference apart.

    The same file gives the same keys, so that a second import makes nothing twice.
    """
    seen: Counter[str] = Counter()
    made = []
    for row in rows:
        words = row.cells.get("reference", "")
        if not words:
            words = "|".join(f"{k}={folded(v)}" for k, v in sorted(row.cells.items()))
            seen[words] += 1
            words += f"#{seen[words]}"
        made.append(key_of(words))
    return made
