"""Why an answer may be refused."""

from kit.errors import Conflict, Invalid


class AlreadyAnswered(Conflict):
    """The proposal was answered or taken back."""

    message = "This proposal was already answered or taken back. Load the page again to see where it is."


class DeclineReason(Invalid):
    """No reason was given."""

    field = "reason"
    message = "Tell us in a few words why not: it helps us propose better."
