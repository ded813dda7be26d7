"""Why a stand may be refused."""

from kit.errors import Invalid


class StandThere(Invalid):
    """The company has a stand already."""

    field = "company_id"
    message = "This company already has a stand at this event."


class NoOpenNeed(Invalid):
    """Nothing to recruit for."""

    field = "company_id"
    message = "This company has no open need. Qualify and open one first."
