"""Why a floor may be refused."""

from kit.errors import Invalid


class BasisNeeded(Invalid):
    """A favourable measure has a legal basis, in words."""

    field = "basis"
    message = "Write the legal basis: the articles and the text of your mission."
