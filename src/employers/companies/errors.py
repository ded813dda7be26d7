"""Why a company may be refused."""

from kit.errors import Invalid


class SiretWrong(Invalid):
    """The fourteen digits do not check."""

    field = "siret"
    message = "This SIRET is not right: it has 14 digits, and one of them is probably mistyped."


class SiretMissing(Invalid):
    """Neither a SIRET nor a reason."""

    field = "siret"
    message = "Write the SIRET, or say below why there is none yet."


class SiretKnown(Invalid):
    """The company is there already."""

    field = "siret"
    message = "This company is already registered. Ask the employment service who looks after it."


class NotInTerritory(Invalid):
    """The commune is looked after by colleagues."""

    field = "place"
    message = "This place is outside your territory."
