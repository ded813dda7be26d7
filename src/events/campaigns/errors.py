"""Why something may not happen to a campaign."""

from kit.errors import Conflict, Invalid


class SlugTaken(Invalid):
    """Another campaign has this address."""

    field = "slug"
    message = "Another campaign already has this address. Choose another one."


class EndsBeforeItStarts(Invalid):
    """The last day comes before the first."""

    field = "ends_on"
    message = "The last day is before the first day."


class OpensOutside(Invalid):
    """The opening day is not within the campaign."""

    field = "opens_on"
    message = "The opening day is before the first day of the campaign."


class NotAdviserHere(Invalid):
    """The responsible person does not advise in this territory."""

    field = "adviser_id"
    message = "This person is not an adviser of the territory."


class CampaignMovedOn(Conflict):
    """The campaign is not where the person thinks it is."""

    message = "This campaign has moved on in the meantime. Load the page again to see where it is."


class InOtherCampaign(Conflict):
    """An event belongs to one campaign only."""

    message = "This event belongs to another campaign. Take it out there first."
