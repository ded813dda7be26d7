"""Why rounds may be refused."""

from kit.errors import Conflict, Invalid


class NobodyToMeet(Conflict):
    """No stand, or nobody who comes."""

    message = "Rounds need two sides: give companies a stand, and register candidates who come on site."


class TooManyPeople(Conflict):
    """More than one room holds."""

    message = "These are too many for one rotation: companies times candidates may be %(most)s at most."


class RoundsOutside(Invalid):
    """The rounds would run over."""

    field = "starts_at"
    message = "These rounds last from %(from_)s to %(to)s, and the event is not open then."
