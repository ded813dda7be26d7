"""Why an interview cannot be put elsewhere."""

from interviews.placing.rules import Obstacle
from kit.errors import Conflict
from kit.i18n import N_


class PlaceTaken(Conflict):
    """Something is in the way at the slot."""

    message = "It cannot go there: %(obstacle)s. The page shows the times that are possible now."


class PlaceGone(Conflict):
    """The interview, or the slot, changed while the adviser was looking."""

    message = "This interview has changed in the meantime. Look at the page again."


WORDS = {
    Obstacle.TAKEN: N_("another interview is there"),
    Obstacle.KEPT: N_("the time is kept for somebody"),
    Obstacle.PERSON: N_("this person is in another interview then, or on the way to it"),
    Obstacle.RECRUITER: N_("the recruiter is in another interview then"),
}
