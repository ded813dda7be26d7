"""Telephone numbers as people write them, and whether a text message reaches them."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

# A number without a country is of France, else of a department overseas, which has its own prefix.
REGIONS = ("FR", "GP", "GF", "MQ", "RE", "YT")
MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def mobile(typed: str | None) -> str | None:
    """Return a mobile number in E.164, such as +33612345678; None for a fixed line or what is no number."""
    for region in REGIONS:
        try:
            number = phonenumbers.parse(typed or "", region)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in MOBILE:
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return None
