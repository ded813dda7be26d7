"""Why a feed or one of its offers may be refused."""

from kit.errors import Invalid


class NotAFeed(Invalid):
    """The file holds no offers."""

    field = "file"
    message = "This file holds no offers in the layout of the national offers API (JSON)."


class NoIdentity(Invalid):
    """An offer without its number."""

    field = "id"
    message = "This offer has no number."


class NotSalaried(Invalid):
    """Not a job with an employer."""

    field = "natureContrat"
    message = "This offer is not for a salaried job."


class UnknownContract(Invalid):
    """A kind of contract that has no place here."""

    field = "typeContrat"
    message = "We do not know this kind of contract: %(kind)s."


class NoOccupation(Invalid):
    """Neither the code nor the words name an occupation."""

    field = "romeCode"
    message = "This offer names no occupation that is loaded: %(code)s."


class NoPlace(Invalid):
    """No commune can be made out."""

    field = "lieuTravail"
    message = "This offer names no commune: %(place)s."


class Twin(Invalid):
    """Another offer of the file is the same job."""

    field = "id"
    message = "This is the same job as offer %(other)s."
