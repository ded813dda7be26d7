"""Why a row of a spreadsheet may be refused."""

from kit.errors import Invalid


class NoSuchCompany(Invalid):
    """The company of a row is not registered here."""

    field = "company"
    message = "We do not know this company in your territory. Register it first."
