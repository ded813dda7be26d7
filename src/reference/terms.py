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
    LICENCE_B = "licence_b"


class PayPeriod(StrEnum):
    """What the pay is counted by, gross, in euros."""

    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"
