"""Every letter in both languages: one action, the same links in both parts, no word left in English."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from uuid import UUID

import pytest

from accounts.people.models import Person
from accounts.sign_in import notifications as sign_in
from candidates.profiles import notifications as profiles
from employers.absences import notifications as absences
from employers.absences.models import Absence
from employers.absences.schemas import Cover
from employers.companies import notifications as companies
from employers.companies.models import Company, Invitation
from employers.needs.models import NeedStatus
from employers.needs.schemas import NeedCard
from employers.portfolios import notifications as portfolios
from events.partners import notifications as partners
from events.partners.models import PartnerInvitation
from events.planning.models import Event, EventFormat
from events.registrations import notifications as registrations
from interviews.answers.models import Answer, MoveRequest, Side
from interviews.bookings import notifications as bookings
from interviews.bookings.models import Attendance, InterviewStatus, Outcome
from interviews.bookings.schemas import By, Cause, Change, InterviewCard
from interviews.reminders import notifications as reminders
from interviews.replies import notifications as replies
from interviews.requests import notifications as requests
from interviews.requests.models import RequestStatus
from interviews.requests.schemas import RequestView
from interviews.slots.schemas import SlotCard
from interviews.timetable import notifications as timetables
from interviews.timetable.models import PlannedChange, PlannedState
from interviews.timetable.schemas import PlannedView
from interviews.waiting import notifications as waiting
from interviews.waiting.models import EntryStatus
from interviews.waiting.schemas import WaitingView
from kit import i18n
from kit.i18n import Language, speaking
from kit.mail.letters import Letter
from kit.sms.texts import gsm, septets
from live.control import notifications as control
from live.lines import notifications as lines
from live.schedule import notifications as schedule
from live.sessions import notifications as sessions
from live.sessions.models import SessionState
from live.sessions.rules import Showing
from live.sessions.schemas import SessionCard
from matching.objections import notifications as objections
from matching.objections.schemas import ObjectionView
from matching.proposals import notifications as proposals
from matching.proposals.models import ProposalStatus
from matching.proposals.schemas import ProposalView
from matching.scoring.rules.criteria import Name, Verdict
from matching.shortlists.schemas import CriterionView
from reference.terms import Contract
from web import pages

TEMPLATES = Path(__file__).parents[2] / "templates"
FOLDERS = sorted(str(path.parent.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("mail/*/subject.txt"))
ONE = UUID(int=1)
STARTS = datetime(2027, 6, 8, 7, 20, tzinfo=UTC)
ENDS = STARTS + timedelta(minutes=20)
LONG = "#" * 120  # what people typed: no letters, so that every word that is left is ours
ZONE = "heure\N{NO-BREAK SPACE}: La Réunion"
MOST_SUBJECT, TWO_PARTS = 90, 306


def person(language: Language, email: str | None = "7@8.9") -> Person:
    return Person(id=ONE, name=LONG, email=email, phone=None, language=language)


def more_times(**given: object) -> RequestView:
    basic: dict[str, object] = {
        "id": ONE,
        "company_id": ONE,
        "company": LONG,
        "event_id": ONE,
        "event": LONG,
        "timezone": "Indian/Reunion",
        "day": STARTS.date(),
        "opened": 0,
        "status": RequestStatus.ASKED,
        "asked_by": LONG,
        "asked_at": STARTS,
        "reason": "",
    }
    return RequestView(**{**basic, **given})  # type: ignore[arg-type]


def card(**given: object) -> InterviewCard:
    basic: dict[str, object] = {
        "id": ONE,
        "candidate_id": ONE,
        "proposal_id": ONE,
        "candidate": LONG,
        "company": LONG,
        "job": LONG,
        "event_id": ONE,
        "event": LONG,
        "starts_at": STARTS,
        "ends_at": ENDS,
        "timezone": "Indian/Reunion",
        "table": 1,
        "where": LONG,
        "format": EventFormat.ON_SITE,
        "status": InterviewStatus.BOOKED,
        "attendance": Attendance.EXPECTED,
        "outcome": Outcome.NOT_RETAINED,
        "relevant": None,
    }
    return InterviewCard(**{**basic, **given})  # type: ignore[arg-type]


def change(**given: object) -> Change:
    basic: dict[str, object] = {
        "sequence": 0,
        "starts_at": STARTS,
        "ends_at": ENDS,
        "format": EventFormat.ON_SITE,
        "by": By.SERVICE,
        "reason": LONG,
        "alternatives": (STARTS, ENDS),
    }
    return Change(**{**basic, **given})  # type: ignore[arg-type]


def place(**given: object) -> WaitingView:
    basic: dict[str, object] = {
        "id": ONE,
        "candidate_id": ONE,
        "candidate": LONG,
        "event_id": ONE,
        "event": LONG,
        "timezone": "Indian/Reunion",
        "company": LONG,
        "proposal_id": ONE,
        "format": None,
        "status": EntryStatus.OFFERED,
        "rank": 1,
        "of": 2,
        "joined_at": STARTS,
        "offered_at": STARTS,
        "offer_until": ENDS,
    }
    return WaitingView(**{**basic, **given})  # type: ignore[arg-type]


def planned() -> PlannedView:
    ids = dict.fromkeys(("id", "proposal_id", "candidate_id", "need_id", "event_id", "slot_id"), ONE)
    words = dict.fromkeys(("candidate", "job", "company", "event", "where"), LONG)
    when = {"starts_at": STARTS, "ends_at": ENDS, "answer_until": ENDS, "before": None, "timezone": "Indian/Reunion"}
    how = {"table": 1, "format": EventFormat.ON_SITE, "change": PlannedChange.ADDED, "state": PlannedState.OFFERED}
    return PlannedView(**ids, **words, **when, **how)  # type: ignore[arg-type]


def asked(side: Side) -> MoveRequest:
    return MoveRequest(id=ONE, side=side, starts_at=STARTS, ends_at=ENDS, comment=LONG)


def proposal() -> ProposalView:
    need = NeedCard(
        id=ONE,
        title=LONG,
        company_id=ONE,
        company=LONG,
        occupation=LONG,
        posts=1,
        contract=Contract.OPEN_ENDED,
        place=LONG,
        status=NeedStatus.OPEN,
    )
    reason = CriterionView(name=Name.TRAVEL, verdict=Verdict.MET, sentence=LONG, share=1.0, points=1.0, weight=1.0)
    return ProposalView(
        id=ONE,
        candidate_id=ONE,
        event_id=ONE,
        event=LONG,
        event_starts_at=STARTS,
        timezone="Indian/Reunion",
        need=need,
        description=LONG,
        status=ProposalStatus.SENT,
        criteria=[reason],
        correctable=[],
        adviser=LONG,
    )


def objection() -> ObjectionView:
    said = {"said": LONG, "words": LONG, "by": LONG, "answer": LONG, "answered_by": LONG, "candidate": LONG}
    ids = {"id": ONE, "candidate_id": ONE, "event_id": ONE, "need_id": ONE}
    when = {"at": STARTS, "due_at": STARTS, "answered_at": STARTS, "late": False}
    return ObjectionView(**ids, **said, **when, criterion=Name.SKILLS)  # type: ignore[arg-type]


def event() -> Event:
    return Event(id=ONE, title=LONG, starts_at=STARTS, address=LONG, to_bring=LONG, timezone="Indian/Reunion")


def group_session() -> SessionCard:
    ids = dict.fromkeys(("id", "event_id", "stand_id"), ONE)
    when = {"starts_at": STARTS, "ends_at": ENDS, "timezone": "Indian/Reunion"}
    return SessionCard(**ids, **when, company=LONG, title=LONG, state=SessionState.PLANNED, showing=Showing.NEXT)  # type: ignore[arg-type]


def partner_invited(language: Language) -> Letter:
    with speaking(language):
        return partners.invited(PartnerInvitation(email="7@8.9", name=LONG), LONG, LONG, LONG, "1")


def invited(language: Language) -> Letter:
    with speaking(language):
        asked = Invitation(email="7@8.9", name=LONG)
        return companies.invited(asked, Company(name=LONG), LONG, "1")


def absence() -> Absence:
    return Absence(cover_id=ONE, absent_id=UUID(int=2), from_on=date(2027, 6, 8), until_on=date(2027, 6, 8))


def away(language: Language) -> Person:
    return Person(id=UUID(int=2), name=LONG, email="7@8.9", phone=None, language=language)


Write = Callable[[Language], list[Letter]]
LETTERS: dict[str, Write] = {
    "accounts/sign_in/mail/way_in": lambda lang: [
        sign_in.way_in(person(lang), to="7@8.9", language=lang, token="1", code="123456", then="/1")
    ],
    "candidates/profiles/mail/registered": lambda lang: [profiles.registered(person(lang), LONG)],
    "employers/absences/mail/covering": lambda lang: [
        absences.covering(to, absence(), LONG, LONG, LONG) for to in (person(lang), away(lang))
    ],
    "employers/portfolios/mail/handed_over": lambda lang: [
        portfolios.handed_over(person(lang), LONG, [LONG] * count, cover)
        for count in (1, 12)
        for cover in (None, Cover(cover_id=ONE, name=LONG, until=date(2027, 6, 8)))
    ],
    "employers/portfolios/mail/received": lambda lang: [
        portfolios.received(person(lang), LONG, [LONG] * count, LONG) for count in (1, 12)
    ],
    "employers/companies/mail/invited": lambda lang: [invited(lang)],
    "events/partners/mail/invited": lambda lang: [partner_invited(lang)],
    "events/registrations/mail/cancelled": lambda lang: [registrations.cancelled(person(lang), event())],
    "events/registrations/mail/moved": lambda lang: [registrations.moved(person(lang), event())],
    "events/registrations/mail/seated": lambda lang: [
        registrations.seated(person(lang), event(), EventFormat.ON_SITE),
    ],
    "interviews/bookings/mail/booked": lambda lang: [
        bookings.booked(person(lang), card(format=how), change(), to_candidate=to)
        for to in (True, False)
        for how in (EventFormat.ON_SITE, EventFormat.ONLINE)
    ],
    "interviews/bookings/mail/cancelled": lambda lang: [
        bookings.cancelled(person(lang), card(), change(by=by, cause=cause), to_candidate=to)
        for to in (True, False)
        for by in By
        for cause in (None, *Cause)
    ],
    "interviews/bookings/mail/moved": lambda lang: [
        bookings.moved(person(lang), card(), change(by=by, cause=cause), to_candidate=to)
        for to in (True, False)
        for by in By
        for cause in (None, Cause.MOVED)
    ],
    "interviews/requests/mail/asked": lambda lang: [
        requests.asked(person(lang), more_times(count=count)) for count in (1, 6)
    ],
    "interviews/timetable/mail/offered": lambda lang: [timetables.offered(person(lang), planned())],
    "interviews/timetable/mail/lapsed": lambda lang: [timetables.lapsed(person(lang), planned())],
    "interviews/waiting/mail/offered": lambda lang: [
        waiting.offered(person(lang), place(company=company), STARTS) for company in (LONG, None)
    ],
    "interviews/waiting/mail/closed": lambda lang: [
        waiting.closed(person(lang), place(company=company)) for company in (LONG, None)
    ],
    "live/lines/mail/outcome": lambda lang: [
        lines.outcome(person(lang), "4", "5", ONE, (Outcome.NOT_RETAINED, "6")),
        lines.outcome(person(lang), "4", "5", ONE, (Outcome.HIRED, "")),
    ],
    "live/control/mail/waits": lambda lang: [
        control.waits(person(lang), ONE, n, STARTS, "Indian/Reunion") for n in (1, 4)
    ],
    "live/control/mail/moved": lambda lang: [control.moved(person(lang), "4", "5", room, ONE) for room in ("", "6")],
    "live/control/mail/invited": lambda lang: [control.invited(person(lang), "4", ONE)],
    "live/lines/mail/answered": lambda lang: [lines.answered(person(lang), "4", "5", ONE)],
    "live/sessions/mail/left": lambda lang: [sessions.left(person(lang), group_session(), [LONG, LONG], LONG)],
    "live/schedule/mail/reminder": lambda lang: [schedule.reminder(person(lang), group_session())],
    "live/schedule/mail/taken_off": lambda lang: [schedule.taken_off(person(lang), group_session())],
    "interviews/waiting/mail/lapsed": lambda lang: [waiting.lapsed(person(lang), place())],
    "interviews/bookings/mail/outcome": lambda lang: [bookings.outcome(person(lang), card(), LONG)],
    "interviews/replies/mail/declined": lambda lang: [
        replies.declined(person(lang), card(), Answer(id=ONE, side=side), STARTS) for side in Side
    ],
    "interviews/replies/mail/move_asked": lambda lang: [
        replies.move_asked(person(lang), card(), asked(side), LONG) for side in Side
    ],
    "interviews/replies/mail/move_declined": lambda lang: [
        replies.move_declined(person(lang), card(), asked(side), 1) for side in Side
    ],
    "interviews/replies/mail/no_such_time": lambda lang: [
        replies.no_such_time(person(lang), card(), side, 1, STARTS, nearest)
        for side in Side
        for nearest in ([], [SlotCard(id=ONE, starts_at=STARTS, ends_at=ENDS, format=EventFormat.ON_SITE)])
    ],
    "interviews/reminders/mail/candidate": lambda lang: [reminders.reminder(person(lang), card(), LONG)],
    "interviews/reminders/mail/day": lambda lang: [reminders.day(person(lang), date(2027, 6, 8), [card(), card()])],
    "matching/objections/mail/answered": lambda lang: [objections.answered(person(lang), objection())],
    "matching/proposals/mail/proposed": lambda lang: [proposals.proposed(person(lang), proposal())],
}


class Html(HTMLParser):
    """What a letter's HTML part shows, its links, and which of them are buttons."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.buttons: list[str] = []
        self.language = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang") or ""
        if tag == "a":
            self.links.append(given["href"] or "")
            if "inline-block" in (given.get("style") or ""):
                self.buttons.append(given["href"] or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def links(text: str) -> list[str]:
    return re.findall(r"https?://\S+", text)


@pytest.fixture(autouse=True)
def words_of_work() -> None:
    pages.environment()


def test_every_letter_is_looked_at() -> None:
    assert sorted(LETTERS) == FOLDERS


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_letter_asks_for_one_thing_in_both_parts(folder: str, language: Language) -> None:
    for letter in LETTERS[folder](language):
        shown = Html(letter.html)
        assert (letter.language, shown.language) == (language, language)
        assert 0 < len(letter.subject) < MOST_SUBJECT
        assert "\n" not in letter.subject
        [button] = shown.buttons
        assert links(letter.text).count(button) == 1
        assert sorted(links(letter.text)) == sorted(shown.links)
        assert "{" not in letter.text + letter.subject


@pytest.mark.parametrize("folder", FOLDERS)
def test_both_parts_say_the_same_hours_in_the_events_zone(folder: str) -> None:
    for letter in LETTERS[folder]("fr"):
        for part in (letter.text, letter.html):
            said = set(re.findall(r"\d+\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}\d\d", part))
            assert said <= {"11\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}20", "11\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}40"}
            assert bool(said) == ("_at" in (TEMPLATES / folder / "body.txt").read_text())


class Marked:
    """A catalogue whose words can be told from those that never went through one."""

    def gettext(self, message: str) -> str:
        return re.sub(r"%\(\w+\)s|[^%]", lambda part: part[0] if part[0][0] == "%" else "·", message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_word_of_a_letter_escapes_translation(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    marked = Marked()
    monkeypatch.setattr(i18n, "_catalogue", lambda _: marked)
    with speaking("fr"):
        dates = [i18n.day(STARTS), i18n.day(date(2027, 6, 8))]
        assert i18n.moment(STARTS, "Indian/Reunion").endswith(f"({ZONE})")
    for letter in LETTERS[folder]("fr"):
        for part in (letter.subject, letter.text, " ".join(Html(letter.html).words)):
            left = re.sub(r"https?://\S+", "", part)
            for known in (*dates, ZONE, " ".join(ZONE.split()), "Tremplin", "\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}"):
                left = left.replace(known, "")
            assert re.findall(r"[^\W\d_]{2,}", left) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_letter_with_a_link_that_needs_no_sign_in_has_a_short_form(folder: str) -> None:
    signed = any("/interview/" in letter.text or "/offer/" in letter.text for letter in LETTERS[folder]("fr"))
    assert not signed or (TEMPLATES / folder / "sms.txt").is_file()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_short_forms_fit_into_two_text_messages(language: Language) -> None:
    nobody = person(language, email=None)
    for letter in (
        bookings.booked(nobody, card(), change(), to_candidate=True),
        bookings.moved(nobody, card(), change(), to_candidate=True),
        bookings.cancelled(nobody, card(), change(), to_candidate=True),
        waiting.offered(nobody, place(), STARTS),
        timetables.offered(nobody, planned()),
        timetables.lapsed(nobody, planned()),
        reminders.reminder(nobody, card(), LONG),
        proposals.proposed(nobody, proposal()),
        bookings.outcome(nobody, card(), LONG),
        registrations.seated(nobody, event(), EventFormat.ON_SITE),
        registrations.moved(nobody, event()),
        registrations.cancelled(nobody, event()),
        schedule.reminder(nobody, group_session()),
        schedule.taken_off(nobody, group_session()),
        control.waits(nobody, ONE, 4, STARTS, "Indian/Reunion"),
        control.moved(nobody, LONG, LONG, "", ONE),
        control.invited(nobody, LONG, ONE),
    ):
        assert letter.short
        assert letter.short == gsm(letter.short)
        assert septets(letter.short) <= TWO_PARTS
        assert len(links(letter.short)) == 1
