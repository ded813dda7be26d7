"""Why a talk may refuse."""

from kit.errors import Conflict, Invalid, TooMany


class TalkOver(Conflict):
    """The talk has ended."""

    message = "This talk is over. What was written stays here to be read."


class NoExtension(Conflict):
    """The talk cannot go on."""

    message = "The talk cannot be extended: its end is not near, it was extended enough, or somebody is booked next."


class AnotherCall(Conflict):
    """The recruiter is in a call already."""

    message = "You are in another call. End it first, or go on in writing."


class TooFast(TooMany):
    """Somebody writes more than anybody reads."""

    message = "You write very fast. Wait a moment, then go on."


class SayIt(Invalid):
    """Nothing was written."""

    message = "Write something first."
    field = "text"


class SayWhy(Invalid):
    """A report needs a reason."""

    message = "Say in a few words what happened."
    field = "reason"
