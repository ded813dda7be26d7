"""Why opening hours may be refused."""

from kit.errors import Invalid


class NoSlot(Invalid):
    """The hours hold no slot."""

    field = "closes"
    message = "No slot fits between these hours."


class OutsideEvent(Invalid):
    """The event is at another time."""

    field = "first_day"
    message = "These hours are outside the event, which lasts from %(from_)s to %(to)s."


class HoursOverlap(Invalid):
    """Slots are there already."""

    field = "opens"
    message = "This stand already has slots in these hours."
