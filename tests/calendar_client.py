"""Calendar programs that answer an invitation, each in its own handwriting.

The client takes the message as it came over SMTP and writes what the real programs write: where the
calendar lies in the message, how it is encoded, what else they say.
"""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

import vobject

from kit import clock
from tests.calendars import assert_valid_invitation

STAMP = "%Y%m%dT%H%M%SZ"


class Invitation:
    """What a calendar program keeps of an invitation that it was sent."""

    def __init__(self, message: EmailMessage) -> None:
        self.method = assert_valid_invitation(message)
        [part] = [one for one in message.walk() if one.get_filename() == "tremplin.ics"]
        event = vobject.readOne(part.get_payload(decode=True).decode()).vevent  # type: ignore[union-attr]
        self.to = message["To"].addresses[0].addr_spec
        self.uid, self.organiser = event.uid.value, event.organizer.value.removeprefix("mailto:")
        self.sequence = int(event.sequence.value)
        self.starts_at = event.dtstart.value.astimezone(UTC) if hasattr(event, "dtstart") else None
        self.ends_at = event.dtend.value.astimezone(UTC) if hasattr(event, "dtend") else None

    def answer(self, said: str, *, method: str = "REPLY", **given: object) -> bytes:
        """Return the calendar of an answer, and of a counter where a time is given."""
        starts = given.get("starts_at") or self.starts_at
        assert isinstance(starts, datetime)
        stamped = given.get("stamped_at") or clock.now()
        assert isinstance(stamped, datetime)
        lines = [
            "BEGIN:VCALENDAR",
            f"PRODID:{given.get('prodid', '-//Test//EN')}",
            "VERSION:2.0",
            *([] if given.get("no_method") else [f"METHOD:{method}"]),
            *given.get("more_events", ()),  # type: ignore[misc]
            "BEGIN:VEVENT",
            f"UID:{given.get('uid', self.uid)}",
            f"SEQUENCE:{given.get('sequence', self.sequence)}",
            f"DTSTAMP:{stamped.strftime(STAMP)}",
            f"DTSTART:{starts.strftime(STAMP)}",
            f"DTEND:{(starts + timedelta(minutes=20)).strftime(STAMP)}",
            f"ORGANIZER;CN=Tremplin:mailto:{given.get('organiser', self.organiser)}",
            f"ATTENDEE;PARTSTAT={said}{given.get('parameters', '')}:mailto:{given.get('attendee', self.to)}",
            *given.get("more", ()),
            "END:VEVENT",
            "END:VCALENDAR",
        ]
        return "".join(f"{line}\r\n" for line in lines).encode(str(given.get("charset", "utf-8")))


def message(invitation: Invitation, subject: str, **given: str) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"] = given.get("sender", invitation.to)
    made["To"] = given.get("to", invitation.organiser)
    made["Subject"] = subject
    made["Date"] = formatdate()
    made["Message-ID"] = given.get("message_id", make_msgid(domain="example.org"))
    return made


def outlook(invitation: Invitation, said: str, method: str = "REPLY", **given: object) -> EmailMessage:
    """Outlook and Exchange: the calendar in multipart/alternative, base64, with its own X- properties."""
    more = ("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE", "SUMMARY;LANGUAGE=fr-FR:Accepté")
    calendar = invitation.answer(said, method=method, prodid="Microsoft Exchange Server 2010", more=more, **given)
    made = message(invitation, "Accepté : Entretien", sender=f"=?utf-8?q?Carla_Cook?= <{invitation.to}>")
    made.set_content("", cte="quoted-printable")
    made.add_alternative(calendar.decode(), subtype="calendar", cte="base64", params={"method": method})
    return made


def google(invitation: Invitation, said: str, method: str = "REPLY", **given: object) -> EmailMessage:
    """Google: its own name before the attendee's address, the calendar shown in 7bit and attached once more."""
    more = ("LAST-MODIFIED:20270101T000000Z", "TRANSP:OPAQUE", "X-GOOGLE-CONFERENCE:https://meet.example/x")
    parameters = ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;CN=Carla Cook;X-NUM-GUESTS=0"
    calendar = invitation.answer(said, method=method, more=more, parameters=parameters, **given)
    made = message(invitation, "Accepted: Interview", sender=f"Google Calendar <{invitation.to}>")
    made["Sender"] = "Google Calendar <calendar-notification@google.example>"
    made.set_content("Carla has accepted this invitation.")
    made.add_alternative("<p>Carla has accepted.</p>", subtype="html")
    made.add_alternative(calendar.decode(), subtype="calendar", params={"method": method})
    made.add_attachment(calendar, maintype="application", subtype="ics", filename="invite.ics")
    return made


def thunderbird(invitation: Invitation, said: str, method: str = "REPLY", **given: object) -> EmailMessage:
    """Thunderbird: quoted-printable, what it received first, lines folded in the middle of words."""
    more = ("X-MOZ-RECEIVED-SEQUENCE:0", "X-MOZ-RECEIVED-DTSTAMP:20270101T000000Z", "CLASS:PUBLIC")
    calendar = invitation.answer(said, method=method, more=more, **given).replace(b"PARTSTAT", b"PART\r\n STAT")
    made = message(invitation, "Invitation Reply")
    made.set_content("Carla accepted your event invitation.")
    made.add_alternative(calendar.decode(), subtype="calendar", cte="quoted-printable", params={"method": method})
    return made


def apple(invitation: Invitation, said: str, method: str = "REPLY", **given: object) -> EmailMessage:
    """Apple: the calendar as an attachment alone, its method in no header."""
    calendar = invitation.answer(said, method=method, prodid="-//Apple Inc.//macOS 15//EN", **given)
    made = message(invitation, "Accepted")
    made.set_content("Carla has accepted your invitation")
    made.add_attachment(calendar, maintype="text", subtype="calendar", filename="iCal-20270101.ics")
    return made


def old(invitation: Invitation, said: str, method: str = "REPLY", **given: object) -> EmailMessage:
    """A program of another age: Latin-1 that says so, the method in the header alone, an address in capitals."""
    more = ("COMMENT:Très bien\\, à bientôt",)
    calendar = invitation.answer(
        said, method=method, more=more, charset="latin-1", no_method=True, attendee=invitation.to.upper(), **given
    )
    made = message(invitation, "Re: Entretien", sender=invitation.to.upper())
    made["Content-Type"] = f'text/calendar; method={method}; charset="iso-8859-1"'
    made["Content-Transfer-Encoding"] = "base64"
    made.set_payload(base64.encodebytes(calendar).decode())
    return made


def series(invitation: Invitation, said: str, method: str = "REPLY", **given: object) -> EmailMessage:
    """A program that answers several events at once, one of them an older version of ours."""
    stamp = (clock.now() - timedelta(hours=1)).strftime(STAMP)
    same = [f"UID:{invitation.uid}", "SEQUENCE:0", f"DTSTAMP:{stamp}", f"ORGANIZER:mailto:{invitation.organiser}"]
    first = ["BEGIN:VEVENT", *same, f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{invitation.to}", "END:VEVENT"]
    calendar = invitation.answer(said, method=method, more_events=first, **given)
    made = message(invitation, "Re: events")
    made.set_content(calendar.decode(), subtype="calendar", params={"method": method})
    return made


Program = Callable[..., EmailMessage]
PROGRAMS: tuple[Program, ...] = (outlook, google, thunderbird, apple, old, series)
