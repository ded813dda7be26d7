"""Why a registration may be refused."""

from kit.errors import Conflict, Invalid


class EventFull(Conflict):
    """No seat of this kind is left."""

    message = "No seat of this kind is left. Try the other way of taking part, or look at the other events."

    def __init__(self) -> None:
        super().__init__(way_out="/events")


class NotOpen(Conflict):
    """The event does not take registrations."""

    message = "This event does not take registrations any more. Look at the other events."

    def __init__(self) -> None:
        super().__init__(way_out="/events")


class ChooseFormat(Invalid):
    """Neither on site nor online was chosen."""

    field = "format"
    message = "Choose whether you come or take part online."
