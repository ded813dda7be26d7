"""What the columns of a spreadsheet of needs are called, and what its words mean."""

import re
from collections import Counter
from hashlib import sha256

from kit.sheets import Row
from kit.text import folded
from reference.terms import Contract

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
_FRENCH_DATE = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")


def typed(row: Row) -> dict[str, str]:
    """Return a row's cells as the form of a need takes them: known words as codes, dates as ISO 8601."""
    cells = {field: cell for field, cell in row.cells.items() if field not in {"company", "siret", "reference"}}
    contract = CONTRACTS.get(folded(cells.get("contract", "")))
    if contract:
        cells["contract"] = contract.value
    cells["starts_on"] = iso_date(cells.get("starts_on", ""))
    return cells


def iso_date(text: str) -> str:
    """Return "9/6/2027" as "2027-06-09" and cut midnight off a spreadsheet's date; other texts stay."""
    if match := _FRENCH_DATE.match(text):
        day, month, year = match.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return text.removesuffix(" 00:00:00")


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
        made.append("sheet:" + sha256(words.encode()).hexdigest()[:40])
    return made
