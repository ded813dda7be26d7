"""The SIRET: fourteen digits that check themselves."""

SIRET_LENGTH = 14
LA_POSTE = "356000000"


def siret_is_right(siret: str) -> bool:
    """Say whether fourteen digits are a SIRET: their Luhn sum is a multiple of ten (INSEE).

    The post office's establishments are the exception: the plain sum of the digits is a multiple
    of five (its head office keeps to the Luhn sum).
    """
    if len(siret) != SIRET_LENGTH or not siret.isascii() or not siret.isdigit():
        return False
    if siret.startswith(LA_POSTE) and sum(map(int, siret)) % 5 == 0:
        return True
    return _luhn(siret) % 10 == 0


def _luhn(digits: str) -> int:
    doubled = (int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled)  # noqa: PLR2004 - the rule's own nine


def cleaned(siret: str) -> str:
    """Return the SIRET without the spaces that people write in it."""
    return "".join(siret.split())
