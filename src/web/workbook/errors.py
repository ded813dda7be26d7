"""Why a workbook, or a row of it, may be refused."""

from kit.errors import Conflict, Invalid


class NoKnownSheet(Invalid):
    """Nothing in the file is ours."""

    field = "file"
    message = "This workbook has none of our sheets. Take the campaign's own workbook as a pattern."


class ColumnMissing(Invalid):
    """A sheet without a column that every row needs."""

    message = "The column “%(column)s” is missing."


class KeyMissing(Invalid):
    """A row that cannot be told from others."""

    message = "This is missing: without it the row cannot be found again."


class KeyTwice(Invalid):
    """Two rows with the same key."""

    message = "Row %(number)s has the same key already."


class UnknownCompany(Invalid):
    """Neither in the sheet of companies nor registered here."""

    field = "company"
    message = "We do not know this company. Write it into the sheet of companies."


class UnknownEvent(Invalid):
    """No event of the campaign."""

    field = "event"
    message = "No event of this campaign has this title. These do: %(titles)s."


class NoSuchStand(Invalid):
    """The company has no stand at the event."""

    field = "company"
    message = "This company has no stand at this event. Write it into the sheet of stands."


class NoSuchTable(Invalid):
    """The stand has no such table."""

    field = "table"
    message = "This stand has no such table. Write it into the sheet of tables."


class UnknownReference(Invalid):
    """No need of the company in this campaign."""

    field = "needs"
    message = "The company has no need with the reference %(reference)s in this campaign."


class OverlapsSlots(Invalid):
    """The hours cut across slots that are there, or across another row."""

    field = "opens"
    message = "These hours cut across others at the same table."


class OtherCompanysNeed(Invalid):
    """The reference is another company's."""

    field = "reference"
    message = "This reference belongs to a need of %(company)s."


class InOtherCampaignAlready(Invalid):
    """The need of this reference is in another campaign."""

    field = "reference"
    message = "The need of this reference belongs to another campaign."


class ChangedMeanwhile(Conflict):
    """Somebody wrote the same at the same moment."""

    message = "Somebody changed the same rows at this very moment. Nothing was taken in: please try again."
