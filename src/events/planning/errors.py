"""Why something may not happen to an event."""

from kit.errors import Conflict, Invalid


class EventMovedOn(Conflict):
    """The event is not where the person thinks it is."""

    message = "This event has moved on in the meantime. Load the page again to see where it is."


class HoursAnnounced(Invalid):
    """People know the hours, and may have booked."""

    field = "starts_at"
    message = "This event is published: use “Move the event”, which keeps its bookings and writes to everybody."


class EndsInPast(Invalid):
    """The event would be over."""

    field = "ends_at"
    message = "This event would be over already."


class EndsBeforeStart(Invalid):
    """The end comes first."""

    field = "ends_at"
    message = "The event ends before it begins."


class PlaceNeeded(Invalid):
    """People must know where to go."""

    field = "place"
    message = "People who come must know where to go: write the commune."


class UnknownZone(Invalid):
    """No such time zone."""

    field = "timezone"
    message = "We do not know this time zone. Write for example Europe/Paris."


class NothingToPublish(Invalid):
    """An event without stands."""

    field = "status"
    message = "An event needs at least one stand with a need before it is published."
