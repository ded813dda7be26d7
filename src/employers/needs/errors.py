"""Why a need may be refused."""

from kit.errors import Conflict, Invalid


class WrongStep(Conflict):
    """The need has moved on, or is not there yet."""

    message = "This need has moved on in the meantime. Load the page again to see where it is."


class ReasonMissing(Invalid):
    """The publication check objects, and nobody says why it goes on all the same."""

    field = "override_reason"
    message = "The check found something. Mend the need, or write in ten letters or more why it may go on all the same."


class CheckObjects(Invalid):
    """A need that candidates may see already would not pass the check any more."""

    message = "%(remark)s Candidates may see this need: mend it before you save."


class PayUpsideDown(Invalid):
    """The lower pay is above the higher."""

    field = "pay_to"
    message = "The highest pay is below the lowest."


class UnknownSkill(Invalid):
    """A skill that no occupation lists."""

    field = "skills_required"
    message = "We do not know the skill %(code)s."
