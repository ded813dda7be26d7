"""What the columns of a spreadsheet of candidates are called, and what its words mean."""

from hashlib import sha256

from kit.sheets import Row, iso_date
from kit.text import folded
from reference import licences
from reference.languages import spoken
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
    "available_from": ("disponible a partir du", "disponibilite", "available from", "free from"),
    "licences_yes": ("permis et habilitations", "permis", "habilitations", "licences", "licences and permits"),
    "licences_no": ("sans permis", "permis absents", "licences missing"),
    "languages": ("langues parlees", "langues", "languages", "languages spoken"),
    "languages_no": ("langues non parlees", "languages not spoken"),
    "travel_minutes": ("trajet en minutes", "trajet max en minutes", "travel in minutes"),
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
    for field in ("licences_yes", "licences_no"):
        cells[field] = [licence.value for licence in licences.meant(row.cells.get(field, ""))]
    for field in ("languages", "languages_no"):
        cells[field] = spoken(row.cells.get(field, ""))
    cells["available_from"] = iso_date(row.cells.get("available_from", ""))
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
