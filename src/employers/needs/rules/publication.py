"""What may be published: complete, free of contradictions, and lawful (Code du travail, L1132-1 and L5321-2)."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from kit.i18n import N_, gettext
from kit.text import folded
from reference.terms import Contract, PayPeriod

MINIMUM_MONTHS_OF_APPRENTICESHIP = 6
LONGEST_WEEK = Decimal(48)
FULL_WEEK = Decimal(35)
MOST_OF_IMMERSION_MONTHS = 1


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What the check looks at."""

    title: str
    description: str
    contract: Contract
    months: int | None
    hours: Decimal | None
    pay_from: Decimal | None
    pay_period: PayPeriod
    languages: Sequence[str] = ()
    language_reason: str = ""


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, which field it is in, and why."""

    field: str
    message: str
    words: str = ""

    def sentence(self) -> str:
        """Return the remark in the reader's language."""
        return gettext(self.message) % {"words": self.words} if self.words else gettext(self.message)


_AGE = (
    r"jeunes? (?:homme|femme|fille|garcon|diplome|personne|dynamique)s?|"
    r"(?:moins|plus) de \d\d ans|age maximum|agee? de \d\d|\d\d (?:a |et )?\d\d ans(?! d experience)"
)
_SEX = (
    r"(?:homme|femme) (?:uniquement|seulement|de preference)|poste (?:masculin|feminin)|male only|"
    r"(?:cherch|recrut|recherch)(?:e|ons) une? (?:homme|femme|fille|garcon)"
)
_ORIGIN = (
    r"nationalite (?:francaise|europeenne)|de souche|langue maternelle|sans accent|bbr|native speaker|"
    r"origine (?:francaise|europeenne|africaine|maghrebine)"
)
_FAMILY = r"celibataire|sans enfants?|(?:mere|pere) de famille|sans charge de famille|(?:pas )?enceinte"
_HEALTH = (
    r"(?:bonne|parfaite) sante|sans handicap|non handicapee?|valide uniquement|bonne presentation|"
    r"physique (?:agreable|avantageux)"
)
_BELIEFS = r"catholique|musulmane?|juif|juive|non voilee?|sans voile|non syndiquee?"
_HOME = r"habit(?:er|ant) (?:a proximite|a cote|sur place|le quartier)|resider (?:a|dans)|domicilie"
_GROUNDS: tuple[tuple[str, str], ...] = (
    (_AGE, N_("“%(words)s” speaks of age, which may not decide (L1132-1).")),
    (_SEX, N_("“%(words)s” speaks of sex, which may not decide (L1132-1).")),
    (_ORIGIN, N_("“%(words)s” speaks of origin, which may not decide (L1132-1).")),
    (_FAMILY, N_("“%(words)s” speaks of family or pregnancy, which may not decide (L1132-1).")),
    (_HEALTH, N_("“%(words)s” speaks of health or looks, which may not decide (L1132-1).")),
    (_BELIEFS, N_("“%(words)s” speaks of beliefs, which may not decide (L1132-1).")),
    (_HOME, N_("“%(words)s” speaks of where people live, which may not decide (L1132-1).")),
)
_PATTERNS = tuple((re.compile(rf"\b(?:{words})\b"), message) for words, message in _GROUNDS)


def check(offer: Offer) -> list[Remark]:
    """Return everything that should be mended before the need is published, none if nothing."""
    return [*_missing(offer), *_contradictions(offer), *_forbidden(offer)]


def offer_of(need: Any) -> Offer:
    """Read what the check looks at off anything that has these fields."""
    return Offer(**{field: getattr(need, field) for field in Offer.__struct_fields__})


LONG_ENOUGH_A_REASON = 10


def _missing(offer: Offer) -> list[Remark]:
    remarks = []
    if offer.pay_from is None and offer.contract is not Contract.IMMERSION:
        remarks.append(Remark(field="pay_from", message=N_("The pay is missing: people decide by it.")))
    if offer.hours is None:
        remarks.append(Remark(field="hours", message=N_("The hours a week are missing.")))
    if set(offer.languages) - {"fr"} and len(offer.language_reason.strip()) < LONG_ENOUGH_A_REASON:
        message = N_(
            "Say why the post needs another language than French: without a need of the post it may not decide."
        )
        remarks.append(Remark(field="language_reason", message=message))
    return remarks


def _contradictions(offer: Offer) -> list[Remark]:
    remarks = []
    if offer.contract is Contract.OPEN_ENDED and offer.months:
        remarks.append(Remark(field="months", message=N_("An open-ended contract has no length in months.")))
    if offer.contract in {Contract.FIXED_TERM, Contract.TEMPORARY} and not offer.months:
        remarks.append(Remark(field="months", message=N_("A contract for a time needs its length in months.")))
    if offer.contract is Contract.APPRENTICESHIP and 0 < (offer.months or 99) < MINIMUM_MONTHS_OF_APPRENTICESHIP:
        remarks.append(Remark(field="months", message=N_("An apprenticeship lasts at least six months.")))
    if offer.contract is Contract.IMMERSION and (offer.months or 0) > MOST_OF_IMMERSION_MONTHS:
        remarks.append(Remark(field="months", message=N_("An immersion lasts one month at most.")))
    if offer.contract is Contract.IMMERSION and offer.pay_from:
        remarks.append(Remark(field="pay_from", message=N_("An immersion is not paid by the company.")))
    if offer.hours is not None and offer.hours > LONGEST_WEEK:
        remarks.append(Remark(field="hours", message=N_("More than 48 hours a week are against the law (L3121-20).")))
    return remarks


def _forbidden(offer: Offer) -> list[Remark]:
    remarks = []
    for field, text in (
        ("title", offer.title),
        ("description", offer.description),
        ("language_reason", offer.language_reason),
    ):
        plain = folded(text)
        for pattern, message in _PATTERNS:
            remarks += [Remark(field=field, message=message, words=match.group()) for match in pattern.finditer(plain)]
    return remarks
