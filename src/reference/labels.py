"""The words of work as people read them."""

from kit.i18n import N_, gettext
from reference.terms import Condition, Contract, Format

_LABELS: dict[str, str] = {
    Contract.OPEN_ENDED: N_("Open-ended contract"),
    Contract.FIXED_TERM: N_("Fixed-term contract"),
    Contract.TEMPORARY: N_("Temporary work"),
    Contract.APPRENTICESHIP: N_("Apprenticeship"),
    Contract.PROFESSIONALISATION: N_("Professionalisation contract"),
    Contract.IMMERSION: N_("Immersion"),
    Condition.SATURDAYS: N_("Works Saturdays"),
    Condition.SUNDAYS: N_("Works Sundays"),
    Condition.EVENINGS: N_("Works evenings"),
    Condition.NIGHTS: N_("Works nights"),
    Condition.SPLIT_SHIFTS: N_("Split shifts"),
    Condition.STANDING: N_("Stands for long"),
    Condition.HEAVY_LOADS: N_("Carries heavy loads"),
    Condition.COLD: N_("Works in the cold"),
    Condition.LICENCE_B: N_("Driving licence B"),
    Format.ON_SITE: N_("On site"),
    Format.PHONE: N_("By phone"),
    Format.CHAT: N_("By chat"),
    Format.VIDEO: N_("By video"),
    "online": N_("Online"),
    "hybrid": N_("On site and online"),
    "draft": N_("Draft"),
    "submitted": N_("Submitted"),
    "qualified": N_("Qualified"),
    "open": N_("Open"),
    "filled": N_("Filled"),
    "withdrawn": N_("Withdrawn"),
    "published": N_("Published"),
    "closed": N_("Closed"),
    "cancelled": N_("Cancelled"),
    "full": N_("Full time"),
    "part": N_("Part time"),
    "either": N_("Full or part time"),
    "hour": N_("an hour"),
    "month": N_("a month"),
    "year": N_("a year"),
    "fr": N_("French"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "it": N_("Italian"),
    "de": N_("German"),
    "ar": N_("Arabic"),
    "pt": N_("Portuguese"),
    "ru": N_("Russian"),
    "zh": N_("Chinese"),
    "met": N_("met"),
    "not_met": N_("not met"),
    "unknown": N_("to ask"),
    "occupation": N_("Job"),
    "skills": N_("Skills"),
    "experience": N_("Experience"),
    "distance": N_("Distance"),
    "contract": N_("Contract"),
    "hours": N_("Hours"),
    "language": N_("Languages"),
    "conditions": N_("Conditions"),
    "kept": N_("Kept"),
    "refused": N_("Refused"),
    "sent": N_("Sent"),
    "accepted": N_("Accepted"),
    "declined": N_("Declined"),
    "booked": N_("Booked"),
    "expected": N_("Expected"),
    "arrived": N_("Arrived"),
    "absent": N_("Not come"),
    "interview": N_("Met"),
    "no_show": N_("No-show"),
    "second_interview": N_("Second interview"),
    "hired": N_("Hired"),
    "not_retained": N_("Not retained"),
    "recruiter": N_("Recruiter"),
    "adviser": N_("Adviser"),
    "manager": N_("Manager"),
    "helper": N_("Helper"),
    "candidate": N_("Candidate"),
}
LANGUAGES_ASKED = ("en", "es", "it", "de", "ar", "pt", "ru", "zh")


def labels() -> dict[str, str]:
    """Return every label in the reader's language, by value."""
    return {value: gettext(message) for value, message in _LABELS.items()}


def label(value: str) -> str:
    """Return one label in the reader's language; raises KeyError for a value without one."""
    return gettext(_LABELS[value])
