import ssl
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from uuid import uuid4

import dkim
import msgspec
import pytest
import trustme
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from kit import clock, ics, settings
from kit.mail.claims import Fate, Parcel, Result
from kit.mail.connections import Unreachable
from kit.mail.message import as_bytes
from kit.mail.postman import SmtpPostman
from kit.mail.retries import next_try
from kit.mail.signing import signed
from tests.postbox import calendar_of
from tests.sink import sink

STARTS = datetime(2027, 6, 8, 7, 20, tzinfo=UTC)


def appointment(method: ics.Method = ics.Method.REQUEST, sequence: int = 0) -> ics.Appointment:
    return ics.Appointment(
        uid="interview-1@tremplin.example",
        sequence=sequence,
        summary="Entretien : La Table (Cuisinière)",
        description="Ouverture",
        location="Cagnes-sur-Mer",
        url="http://tremplin.test/x",
        starts_at=STARTS,
        ends_at=STARTS + timedelta(minutes=20),
        zone="Europe/Paris",
        organiser=ics.Party("Tremplin", "rendez-vous@tremplin.example"),
        attendee=ics.Party("Zoé, « l'amie »; Martin", "zoe@example.org"),
        alarm_text="Entretien",
        method=method,
    )


def test_an_invitation_says_all_that_a_calendar_needs() -> None:
    calendar = calendar_of(ics.write(appointment(), clock.now()))
    [event] = calendar.walk("VEVENT")
    [zone] = calendar.walk("VTIMEZONE")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("REQUEST", "CONFIRMED", 0)
    assert zone["TZID"] == event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert event["DTSTART"].dt.astimezone(UTC) == STARTS
    assert event.to_ical().split(b"DTSTAMP:")[1].split(b"\r\n")[0].endswith(b"Z")
    assert event["ATTENDEE"] == "mailto:zoe@example.org"
    assert event["ORGANIZER"] == "mailto:rendez-vous@tremplin.example"
    assert len(calendar.walk("VALARM")) == 1


def test_a_cancellation_names_the_same_appointment() -> None:
    calendar = calendar_of(ics.write(appointment(ics.Method.CANCEL, 1), clock.now()))
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert event["UID"] == "interview-1@tremplin.example"
    assert calendar.walk("VALARM") == []


def parcel(**given: object) -> Parcel:
    basic = {"id": uuid4(), "recipient": "zoe@example.org", "language": "fr", "subject": "Entretien à 9 h 20"}
    basic |= {"text": "Bonjour é\n", "html": "<p>é</p>", "calendar": None, "method": None}
    return Parcel(**{**basic, "posted_at": clock.now(), "tries": 0, "tried_since": None, **given})  # type: ignore[arg-type]


def read(content: bytes) -> EmailMessage:
    parsed = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(parsed, EmailMessage)
    assert [part.defects for part in parsed.walk()] == [[] for _ in parsed.walk()]
    return parsed


def test_the_message_is_built_as_outlook_reads_it() -> None:
    calendar = ics.write(appointment(), clock.now())
    message = read(as_bytes(parcel(calendar=calendar, method="REQUEST")))
    first, attachment = message.iter_parts()
    assert (message.get_content_type(), first.get_content_type()) == ("multipart/mixed", "multipart/alternative")
    assert isinstance(first, EmailMessage)
    kinds = [part.get_content_type() for part in first.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    invitation = list(first.iter_parts())[-1]
    assert invitation["Content-Transfer-Encoding"] == "base64"
    assert (invitation.get_param("method"), attachment.get_param("method")) == ("REQUEST", "REQUEST")
    assert isinstance(invitation, EmailMessage)
    assert isinstance(attachment, EmailMessage)
    assert invitation.get_content().encode() == attachment.get_content().encode() == calendar
    assert attachment.get_filename() == "tremplin.ics"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("subject", ["Entretien", "Entretien à 9 h 20 – « La Table »", "é" * 300, "x" * 950, "=?q?="])
@pytest.mark.parametrize("text", ["Bonjour é\n", ".\n..\nFrom x\n", "x" * 2000 + "\n", " \n\t\nmot \n", "=3D\n"])
def test_what_is_written_is_what_is_read(subject: str, text: str) -> None:
    letter = parcel(subject=subject, text=text, html=f"<pre>{text}</pre>")
    content = as_bytes(letter)
    message = read(content)
    plain, html = message.iter_parts()
    assert isinstance(plain, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert message["Subject"] == subject
    assert plain.get_content().replace("\r\n", "\n") == text
    assert html.get_content().replace("\r\n", "\n") == f"<pre>{text}</pre>"
    assert message["Message-ID"] == f"<{letter.id}@tremplin.example>"
    assert message["To"] == "zoe@example.org"
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert content.count(b"\n") == content.count(b"\r\n")
    assert content.isascii()


def test_a_letter_is_signed_as_its_reader_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    (tmp_path / "key.pem").write_bytes(pem)
    public = b64encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    chosen = msgspec.structs.replace(
        settings.current(),
        dkim_selector="mail",
        dkim_domain="tremplin.example",
        dkim_key_file=str(tmp_path / "key.pem"),
    )
    monkeypatch.setattr(settings, "current", lambda: chosen)

    def dns(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"mail._domainkey.tremplin.example."
        return b"v=DKIM1; k=rsa; p=" + public

    letter = signed(as_bytes(parcel(calendar=ics.write(appointment(), clock.now()), method="REQUEST")))
    assert dkim.verify(letter, dnsfunc=dns)
    assert not dkim.verify(letter.replace(b"Subject: ", b"Subject: x"), dnsfunc=dns)
    assert not dkim.verify(letter.replace(b"tremplin.ics", b"trampoli.ics"), dnsfunc=dns)


@pytest.mark.parametrize("tls", ["starttls", "tls"])
async def test_the_connection_is_private_and_says_who_it_is(
    tls: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))

    def known(server: object, session: object, envelope: object, mechanism: str, given: LoginPassword) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (b"ida", b"secret"), handled=False)

    private = {"tls_context": context, "require_starttls": True} if tls == "starttls" else {"ssl_context": context}
    options: dict[str, Any] = {
        "authenticator": known,
        "auth_required": tls == "starttls",
        "auth_require_tls": tls == "starttls",
        **private,
    }

    async def carried(password: str) -> Result:
        postman = SmtpPostman("127.0.0.1", server.port, user="ida", password=password, tls=tls, seconds=5)
        try:
            return await postman.carry("zoe@example.org", as_bytes(parcel()))
        finally:
            await postman.close()

    with sink(**options) as server:
        with pytest.raises(Unreachable, match="certificate verify failed"):
            await carried("secret")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        with pytest.raises(Unreachable, match="Authentication"):
            await carried("wrong")
        assert (await carried("secret")).fate is Fate.HANDED_OVER


def test_each_wait_is_twice_the_last_and_four_days_are_tried() -> None:
    first = at = clock.now()
    waits: list[timedelta] = []
    while again := next_try(at, len(waits) + 1, first, timedelta(minutes=1)):
        waits.append(again - at)
        at = again
    assert waits[:4] == [timedelta(minutes=n) for n in (1, 2, 4, 8)]
    assert max(waits) == timedelta(hours=6)
    assert timedelta(days=4) <= at - first < timedelta(days=4, hours=6)
