"""A feed's calendar, written in its reader's language."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from accounts.people.models import Role
from interviews.bookings import notifications as bookings
from interviews.bookings.models import InterviewStatus
from interviews.bookings.schemas import InterviewCard
from interviews.feeds.models import Detail
from interviews.feeds.rules import REFRESH, initials
from interviews.feeds.schemas import Entry, Opened
from kit import ics, settings
from kit.i18n import gettext, speaking


def calendar(opened: Opened, entries: Iterable[Entry], stamped_at: datetime) -> bytes:
    """Write the calendar; an interview has the UID and the SEQUENCE of its invitation."""
    with speaking(opened.person.speaks):
        listed = [_appointment(opened, entry) for entry in entries]
        return ics.publish(gettext("My interviews (Tremplin)"), listed, stamped_at, REFRESH)


def _appointment(opened: Opened, entry: Entry) -> ics.Appointment:
    cancelled = entry.card.status is InterviewStatus.CANCELLED
    method = ics.Method.CANCEL if cancelled else ics.Method.REQUEST
    to_candidate = opened.role is Role.CANDIDATE
    whole = bookings.appointment(opened.person, entry.card, entry.sequence, method, to_candidate=to_candidate)
    return _for_adviser(whole, entry.card, opened.detail) if opened.role is Role.ADVISER else whole


def _for_adviser(whole: ics.Appointment, card: InterviewCard, detail: Detail) -> ics.Appointment:
    """Leave out what the adviser did not choose: busy times alone name neither people nor places."""
    if detail is Detail.BUSY:
        return msgspec.structs.replace(whole, summary=gettext("Busy"), description="", location="", url="")
    page = f"{settings.current().public_url}/desk/events/{card.event_id}"
    if detail is Detail.INITIALS:
        named = gettext("Interview: %(who)s") % {"who": initials(card.candidate)}
    else:
        said = {"who": card.candidate, "company": card.company, "job": card.job}
        named = gettext("Interview: %(who)s with %(company)s (%(job)s)") % said
    return msgspec.structs.replace(whole, summary=named, url=page)
