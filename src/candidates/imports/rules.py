"""What the columns of a spreadsheet of candidates are called, and what its words mean."""

from hashlib import sha256

from kit.sheets import Row
from kit.text import folded
from reference.terms import Contract

_NAMES = {
    "name": ("nom", "name", "nom et prenom", "candidat", "candidate"),
    "email": ("e mail", "email", "mail", "courriel", "adresse e mail"),
    "phone": ("telephone", "phone", "tel"),
    "occupation": ("metier", "occupation", "job", "metier recherche", "code rome", "rome"),
    "place": ("commune", "place", "ville", "town", "lieu"),
    "radius_km": ("rayon", "radius", "rayon en km", "radius in km"),
    "experience_months": ("experience en mois", "experience in months", "experience"),
    "contracts": ("contrats", "contracts", "contrat", "contract"),
    "language": ("langue", "language"),
    "reference": ("reference", "ref", "identifiant"),
}
HEADINGS = {name: field for field, names in _NAMES.items() for name in names}
NEEDED = ("name", "occupation", "place")
_CONTRACTS = {
    "cdi": Contract.OPEN_ENDED,
    "cdd": Contract.FIXED_TERM,
    "interim": Contract.TEMPORARY,
    "apprentissage": Contract.APPRENTICESHIP,
    "immersion": Contract.IMMERSION,
} | {folded(contract.value): contract for contract in Contract}
_LANGUAGES = {"francais": "fr", "french": "fr", "anglais": "en", "english": "en"}


def typed(row: Row) -> dict[str, str | list[str]]:
    """Return a row's cells as the form of a candidate takes them."""
    cells: dict[str, str | list[str]] = {k: v for k, v in row.cells.items() if k not in {"reference", "contracts"}}
    words = [folded(word) for word in row.cells.get("contracts", "").replace("/", ",").split(",")]
    cells["contracts"] = [_CONTRACTS[word].value for word in words if word in _CONTRACTS]
    language = folded(row.cells.get("language", ""))
    cells["language"] = _LANGUAGES.get(language, language)
    return cells | {"preselect": "true"}


def key(row: Row) -> str:
    """Return what makes a person the same in the next file: reference, else e-mail, else name, phone and commune."""
    cells = row.cells
    words = cells.get("reference") or cells.get("email", "").lower()
    words = words or "|".join(folded(cells.get(field, "")) for field in ("name", "phone", "place"))
    return "sheet:" + sha256(words.encode()).hexdigest()[:40]
