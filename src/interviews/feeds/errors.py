"""Why a calendar address may be refused."""

from kit.errors import Conflict, Invalid


class NoFeedForRole(Invalid):
    """The person does not hold the role, or the role has no interviews."""

    field = "role"
    message = "There is no calendar for this role."


class NoAddressYet(Conflict):
    """Nothing to change."""

    message = "There is no calendar address yet. Make one first."
