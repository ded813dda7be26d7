"""The layout of a campaign's workbook: sheets and columns in French, read in English as well."""

from enum import StrEnum

import msgspec

from employers.imports import rules as needs
from kit import i18n
from kit.text import folded
from reference.terms import Contract


class Part(StrEnum):
    """What a sheet holds, in the order in which the rows need each other."""

    COMPANIES = "companies"
    RECRUITERS = "recruiters"
    NEEDS = "needs"
    STANDS = "stands"
    TABLES = "tables"
    HOURS = "opening_hours"


class Column(msgspec.Struct, frozen=True):
    """A column: the field it fills, and what it is called; ``needed`` ones must be there."""

    field: str
    fr: str
    en: str
    needed: bool = False


NAMES: dict[Part, tuple[str, str]] = {
    Part.COMPANIES: ("Entreprises", "Companies"),
    Part.RECRUITERS: ("Recruteurs", "Recruiters"),
    Part.NEEDS: ("Besoins", "Needs"),
    Part.STANDS: ("Stands", "Stands"),
    Part.TABLES: ("Tables", "Tables"),
    Part.HOURS: ("Horaires", "Opening hours"),
}
_COMPANY = Column("company", "Entreprise (SIRET ou nom)", "Company (SIRET or name)", needed=True)
_EVENT = Column("event", "Événement", "Event")
COLUMNS: dict[Part, tuple[Column, ...]] = {
    Part.COMPANIES: (
        Column("siret", "SIRET", "SIRET", needed=True),
        Column("name", "Nom", "Name", needed=True),
        Column("activity", "Activité", "Activity"),
        Column("place", "Commune", "Commune", needed=True),
        Column("size", "Taille", "Size"),
        Column("no_siret_reason", "Raison sans SIRET", "Reason without SIRET"),
    ),
    Part.RECRUITERS: (
        Column("email", "E-mail", "E-mail", needed=True),
        Column("name", "Nom", "Name", needed=True),
        _COMPANY,
    ),
    Part.NEEDS: (
        Column("reference", "Référence", "Reference", needed=True),
        _COMPANY,
        Column("title", "Intitulé", "Title"),
        Column("occupation", "Métier", "Occupation", needed=True),
        Column("posts", "Postes", "Posts", needed=True),
        Column("contract", "Contrat", "Contract", needed=True),
        Column("place", "Commune", "Place", needed=True),
        Column("months", "Durée en mois", "Months"),
        Column("hours", "Heures par semaine", "Hours a week"),
        Column("pay_from", "Salaire min", "Pay from"),
        Column("pay_to", "Salaire max", "Pay to"),
        Column("pay_period", "Période du salaire", "Pay period"),
        Column("starts_on", "Début", "First day"),
        Column("description", "Description", "Description"),
        Column("experience_months", "Expérience en mois", "Experience in months"),
        Column("skills_required", "Compétences demandées", "Skills required"),
        Column("skills_wished", "Compétences souhaitées", "Skills wished"),
        Column("languages", "Langues", "Languages"),
        Column("language_reason", "Raison de la langue", "Reason of the language"),
        Column("conditions", "Conditions", "Conditions"),
        Column("licences", "Permis et habilitations", "Licences and permits"),
        Column("remote", "Télétravail", "Remote"),
        Column("formats", "Formats d'entretien", "Interview formats"),
        Column("no_cv", "Sans CV", "No CV"),
    ),
    Part.STANDS: (_EVENT, _COMPANY, Column("needs", "Besoins (références)", "Needs (references)")),
    Part.TABLES: (_EVENT, _COMPANY, Column("table", "Table", "Table", needed=True)),
    Part.HOURS: (
        _EVENT,
        _COMPANY,
        Column("table", "Table", "Table"),
        Column("day", "Jour", "Day", needed=True),
        Column("opens", "De", "From", needed=True),
        Column("closes", "À", "To", needed=True),
        Column("length", "Durée d'un entretien (minutes)", "Length of an interview (minutes)"),
        Column("buffer", "Battement (minutes)", "Break (minutes)"),
        Column("format", "Format", "Format"),
    ),
}
# A hidden sheet of ours: what every row said when the workbook was given out.
ORIGIN = "_tremplin"
ORIGIN_COLUMNS = ("part", "key", "said")
CONTRACT_WORDS: dict[str, tuple[str, str]] = {
    Contract.OPEN_ENDED: ("CDI", "Permanent"),
    Contract.FIXED_TERM: ("CDD", "Fixed-term"),
    Contract.TEMPORARY: ("Intérim", "Temporary"),
    Contract.APPRENTICESHIP: ("Apprentissage", "Apprenticeship"),
    Contract.PROFESSIONALISATION: ("Contrat de professionnalisation", "Professionalisation"),
    Contract.IMMERSION: ("Immersion", "Immersion"),
}


def known() -> dict[str, dict[str, str]]:
    """Return folded sheet name → folded heading → field, in both languages; needs keep their other headings too."""
    found: dict[str, dict[str, str]] = {}
    for part, names in NAMES.items():
        headings = dict(needs.HEADINGS) if part is Part.NEEDS else {"siret": "company", "entreprise": "company"}
        if part in {Part.COMPANIES, Part.NEEDS}:
            headings |= {"siret": "siret" if part is Part.COMPANIES else "company"}
        for column in COLUMNS[part]:
            headings |= {folded(column.fr): column.field, folded(column.en): column.field}
        found |= {folded(name): headings for name in names}
    return found | {folded(ORIGIN): {name: name for name in ORIGIN_COLUMNS}}


def part_of(name: str) -> Part:
    """Return what a sheet of this folded name holds."""
    return next(part for part, names in NAMES.items() if name in {folded(one) for one in names})


def said(pair: tuple[str, str]) -> str:
    """Return the word of two that the reader's language has."""
    return pair[0] if i18n.language() == "fr" else pair[1]


def heading(part: Part, field: str) -> str:
    """Return what a column is called in the reader's language, the field itself if it has none."""
    return next((said((one.fr, one.en)) for one in COLUMNS[part] if one.field == field), field)
