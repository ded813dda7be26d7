"""The words of work that needs and candidates share."""

from enum import StrEnum


class Contract(StrEnum):
    """What the person will sign."""

    OPEN_ENDED = "open_ended"
    FIXED_TERM = "fixed_term"
    TEMPORARY = "temporary"
    APPRENTICESHIP = "apprenticeship"
    PROFESSIONALISATION = "professionalisation"
    IMMERSION = "immersion"


class Format(StrEnum):
    """How people meet."""

    ON_SITE = "on_site"
    PHONE = "phone"
    CHAT = "chat"
    VIDEO = "video"


class Condition(StrEnum):
    """What the post asks of whoever holds it, in the field's own words."""

    SATURDAYS = "saturdays"
    SUNDAYS = "sundays"
    EVENINGS = "evenings"
    NIGHTS = "nights"
    SPLIT_SHIFTS = "split_shifts"
    STANDING = "standing"
    HEAVY_LOADS = "heavy_loads"
    COLD = "cold"


class Licence(StrEnum):
    """What a person must hold before they may do the work: a licence, a permit, a training with a paper."""

    DRIVING_B = "driving_b"
    DRIVING_C = "driving_c"
    DRIVING_CE = "driving_ce"
    DRIVING_D = "driving_d"
    CACES_1 = "caces_1"
    CACES_3 = "caces_3"
    CACES_5 = "caces_5"
    ELECTRICAL = "electrical"
    FIRST_AID = "first_aid"
    HACCP = "haccp"
    SECURITY_CARD = "security_card"
    FIRE_SAFETY = "fire_safety"


class Source(StrEnum):
    """Where a fact about a candidate comes from."""

    PROFILE = "profile"
    RESUME = "resume"
    ADVISER = "adviser"
    IMPORTED = "imported"
    CORRECTION = "correction"


class PayPeriod(StrEnum):
    """What the pay is counted by, gross, in euros."""

    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"


class Sector(StrEnum):
    """The fields of work of the ROME: its "grands domaines", which the first letter of an occupation's code names."""

    FARMING = "sector A"
    CRAFTS = "sector B"
    FINANCE = "sector C"
    SALES = "sector D"
    MEDIA = "sector E"
    BUILDING = "sector F"
    HOSPITALITY = "sector G"
    INDUSTRY = "sector H"
    MAINTENANCE = "sector I"
    HEALTH = "sector J"
    SERVICES = "sector K"
    STAGE = "sector L"
    SUPPORT = "sector M"
    TRANSPORT = "sector N"

    @classmethod
    def of(cls, occupation_code: str) -> "Sector | None":
        """Return the field of an occupation; None for a code that names none."""
        value = f"sector {occupation_code[:1]}"
        return cls(value) if value in list(cls) else None
