"""Why a shift may be refused."""

from kit.errors import Conflict, Invalid


class EndsFirst(Invalid):
    """The hours are the wrong way round."""

    field = "ends"
    message = "A shift ends after it begins."


class PauseOutside(Invalid):
    """The break is not in the shift."""

    field = "pause_to"
    message = "A break has a beginning and an end, both within the shift."


class TableTaken(Invalid):
    """Two shifts at one table."""

    field = "table_id"
    message = "Somebody is at this table in these hours already."


class RecruiterElsewhere(Invalid):
    """One person at two tables."""

    field = "recruiter_id"
    message = "This recruiter is at another table then, here or at another event."


class PauseBooked(Invalid):
    """Somebody would stand before an empty chair."""

    field = "pause_from"
    message = "%(count)s interviews are booked or proposed in this break. Move them first: the timetable shows them."


class NothingToCopy(Conflict):
    """The day has no shift that could be copied."""

    message = "There is no shift on this day."
