"""Why a contact may be refused."""

from kit.errors import Invalid, NotFound


class CapReached(Invalid):
    """The company had its contacts of this month."""

    field = "override_reason"
    message = (
        "This company was contacted %(count)s times this month, and the cap is %(most)s. The next contact is possible "
        "on %(next_on)s. If it cannot wait, write the reason here, in ten letters or more."
    )


class NotYourTerritory(NotFound):
    """The cap of a territory is for those who work there."""
