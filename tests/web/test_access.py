"""Nobody sees or changes what is not theirs: every route, every kind of person."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from litestar import Litestar
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from candidates.profiles.models import Support
from employers.absences.models import Absence
from events.partners.models import Scope
from events.planning.models import EventFormat
from insights.figures import service as figures
from insights.figures.schemas import LinkForm
from interviews.mailbox.models import RefusedReply, Why
from interviews.moving.models import Rearrangement
from interviews.requests.models import SlotRequest
from interviews.rota.models import Shift
from interviews.rounds.models import TableRounds
from interviews.slots.models import Slot
from interviews.timetable.models import PlannedInterview, PlannedState, RunKind, RunState, TimetableRun
from interviews.waiting.models import WaitingEntry
from kit import clock
from kit.database import Sessions
from kit.exports import workbook
from kit.files import Upload
from kit.mail.bounces import BouncedAddress
from kit.mail.outbox import LetterStatus, OutboxLetter
from live.announcements.models import Announcement
from live.lines.models import LineEntry, LineState
from live.sessions.models import GroupSession, SessionQuestion, SessionState
from live.talks.models import Report, Talk
from matching.objections.models import Objection
from matching.preselection.models import Batch, Bulk
from matching.scoring.rules.criteria import Name
from tests.acting import Acting
from tests.postbox import write_letters
from tests.world import World, booked, campaigning, partner_person, partnering
from web.imports import service as imports

EMPTY = workbook({"Besoins": [["Référence"]]})
WHO = "anonymous adviser neighbour manager recruiter other_recruiter helper other_helper candidate other_candidate"
ANYBODY = frozenset(WHO.split())
SIGNED_IN = ANYBODY - {"anonymous"}
ADVISERS = frozenset({"adviser", "neighbour"})
THEIRS = frozenset({"adviser", "helper", "candidate"})  # who acts for the candidate
HELPS = frozenset({"adviser", "neighbour", "helper", "other_helper"})
COMPANY = frozenset({"adviser", "recruiter"})
COMPANY_SEES = COMPANY | {"manager"}
HAS_INTERVIEWS = ADVISERS | {"recruiter", "other_recruiter", "candidate", "other_candidate"}
RUNS = frozenset({"adviser"})
SEES = frozenset({"adviser", "manager"})
TALKS = frozenset({"recruiter", "helper", "candidate"})  # the two sides of a talk, and who helps one of them
OVERSEES = ADVISERS | {"manager"}
TELLS = frozenset({"helper", "candidate"})  # of sex and age, for statistics: who decides about people is kept out

# route → who gets in; everybody else is kept out, and learns nothing
PAGES: dict[str, frozenset[str]] = {
    "GET /": ANYBODY,
    "GET /me": SIGNED_IN,
    "GET /desk": ADVISERS | {"manager"},
    "POST /language": ANYBODY,
    "GET /sign-in": ANYBODY,
    "POST /sign-in": ANYBODY,
    "POST /sign-in/code": ANYBODY,
    "GET /sign-in/{token}": ANYBODY,
    "POST /sign-in/{token}": ANYBODY,
    "POST /sign-out": SIGNED_IN,
    "POST /sign-out/everywhere": SIGNED_IN,
    "GET /companies": ADVISERS | {"manager", "recruiter", "other_recruiter"},
    "GET /companies/new": ADVISERS,
    "POST /companies/new": ADVISERS,
    "GET /companies/{company_id}": COMPANY_SEES,
    "POST /companies/{company_id}/recruiters": COMPANY,
    "POST /companies/{company_id}/recruiters/{person_id}/remove": COMPANY,
    "GET /companies/{company_id}/follow-up": SEES,
    "POST /companies/{company_id}/level": RUNS,
    "POST /companies/{company_id}/contacts": RUNS,
    "GET /desk/portfolio": OVERSEES,
    "POST /desk/portfolio/hand-over/look": ADVISERS,  # whose companies: see test_portfolios
    "POST /desk/portfolio/hand-over": ADVISERS,
    "POST /desk/portfolio/cap": SEES,
    "GET /desk/baskets": OVERSEES,
    "GET /desk/absences": OVERSEES,
    "POST /desk/absences": ADVISERS,
    "POST /desk/absences/{absence_id}/end": RUNS,
    "GET /invitations/{token}": frozenset(),  # only with the letter's token: see test_companies
    "POST /invitations/{token}": frozenset(),
    "GET /needs": ADVISERS | {"manager", "recruiter", "other_recruiter"},
    "GET /companies/{company_id}/needs/new": COMPANY,
    "POST /companies/{company_id}/needs/new": COMPANY,
    "GET /needs/{need_id}": COMPANY_SEES,
    "GET /needs/{need_id}/edit": COMPANY,
    "POST /needs/{need_id}/edit": COMPANY,
    "POST /needs/{need_id}/step": COMPANY,
    "POST /needs/{need_id}/skills": COMPANY,
    "GET /candidates": HELPS,
    "GET /candidates/new": HELPS,
    "POST /candidates/new": HELPS,
    "GET /candidates/{candidate_id}": THEIRS,
    "GET /candidates/{candidate_id}/profile": THEIRS,
    "POST /candidates/{candidate_id}/profile": THEIRS,
    "GET /events": ANYBODY,
    "GET /events/{event_id}": ANYBODY,
    "POST /events/{event_id}/register": THEIRS,
    "POST /events/{event_id}/give-back": THEIRS,
    "GET /desk/letters": ADVISERS,
    "POST /desk/letters/{letter_id}/again": RUNS,
    "GET /desk/events": ADVISERS | {"manager"},
    "GET /desk/events/new": ADVISERS,
    "POST /desk/events/new": ADVISERS,
    "GET /desk/events/{event_id}": SEES,
    "GET /desk/events/{event_id}/edit": RUNS,
    "POST /desk/events/{event_id}/edit": RUNS,
    "POST /desk/events/{event_id}/step": RUNS,
    "POST /desk/events/{event_id}/stands": RUNS,
    "GET /campaigns/{slug}": ANYBODY,
    "GET /desk/campaigns": OVERSEES,
    "GET /desk/campaigns/new": ADVISERS,
    "POST /desk/campaigns/new": ADVISERS,
    "GET /desk/campaigns/{campaign_id}": SEES,
    "GET /desk/campaigns/{campaign_id}/edit": RUNS,
    "POST /desk/campaigns/{campaign_id}/edit": RUNS,
    "POST /desk/campaigns/{campaign_id}/step": RUNS,
    "POST /desk/campaigns/{campaign_id}/events": RUNS,
    "GET /desk/campaigns/{campaign_id}/events/new": RUNS,
    "POST /desk/campaigns/{campaign_id}/events/new": RUNS,
    "POST /desk/campaigns/{campaign_id}/events/{event_id}/detach": RUNS,
    "GET /desk/campaigns/{campaign_id}/needs": SEES,
    "POST /desk/campaigns/{campaign_id}/needs": RUNS,
    "POST /desk/campaigns/{campaign_id}/needs/detach": RUNS,
    "GET /desk/campaigns/{campaign_id}/partners": RUNS,
    "POST /desk/campaigns/{campaign_id}/partners": RUNS,
    "POST /desk/campaigns/{campaign_id}/partners/{partner_id}/people": RUNS,
    "POST /desk/campaigns/{campaign_id}/partners/{partner_id}/people/{person_id}/remove": RUNS,
    "POST /desk/campaigns/{campaign_id}/partners/{partner_id}/revoke": RUNS,
    "GET /partner": frozenset(),  # partners only: see below
    "GET /partner/{partner_id}": frozenset(),
    "GET /partner/{partner_id}/figures": frozenset(),
    "GET /partner-invitations/{token}": frozenset(),  # only with the letter's token: see test_partners
    "POST /partner-invitations/{token}": frozenset(),
    "GET /figures/{token}": frozenset(),  # only with the secret address: see test_figures
    "GET /desk/campaigns/{campaign_id}/figures": RUNS,
    "POST /desk/campaigns/{campaign_id}/figures": RUNS,
    "POST /desk/campaigns/{campaign_id}/figures/{link_id}/end": RUNS,
    "GET /desk/campaigns/{campaign_id}/workbook": RUNS,
    "GET /desk/campaigns/{campaign_id}/workbook.xlsx": RUNS,
    "POST /desk/campaigns/{campaign_id}/workbook": RUNS,
    "POST /desk/campaigns/{campaign_id}/workbook/{upload_id}": RUNS,
    "GET /desk/events/{event_id}/stands/{stand_id}/hours": RUNS,
    "POST /desk/events/{event_id}/stands/{stand_id}/hours": RUNS,
    "POST /desk/events/{event_id}/stands/{stand_id}/hours/tables": RUNS,
    "POST /candidates/{candidate_id}/interviews/{interview_id}/late": THEIRS,
    "GET /desk/events/{event_id}/needs/{need_id}": RUNS,
    "POST /desk/events/{event_id}/needs/{need_id}/shortlist": RUNS,
    "POST /desk/events/{event_id}/needs/{need_id}/matches/{match_id}": RUNS,
    "POST /desk/events/{event_id}/needs/{need_id}/proposals": RUNS,
    "POST /desk/events/{event_id}/needs/{need_id}/bulk": RUNS,
    "POST /desk/events/{event_id}/needs/{need_id}/batches/{batch_id}/undo": RUNS,
    "GET /desk/events/{event_id}/needs/{need_id}/compare": RUNS,
    "GET /desk/events/{event_id}/coverage": RUNS,
    "GET /desk/events/{event_id}/coverage/candidates": RUNS,
    "GET /desk/events/{event_id}/decisions": RUNS,
    "GET /desk/events/{event_id}/decisions/{number}": RUNS,
    "GET /desk/events/{event_id}/decisions/export.jsonl": RUNS,
    "GET /desk/events/{event_id}/decisions/export.csv": RUNS,
    "POST /needs/{need_id}/track": COMPANY,
    "GET /needs/{need_id}/candidates": COMPANY,
    "GET /candidates/{candidate_id}/needs": RUNS,
    "POST /candidates/{candidate_id}/needs": RUNS,
    "GET /candidates/{candidate_id}/preselection": THEIRS,
    "POST /candidates/{candidate_id}/preselection": THEIRS,
    "GET /preselection/{token}": frozenset(),  # only with a signed token: see test_opting_out
    "POST /preselection/{token}": frozenset(),
    "GET /candidates/{candidate_id}/proposals/{proposal_id}/explanation": THEIRS,
    "GET /desk/events/{event_id}/board": SEES,
    "GET /desk/events/{event_id}/copy": RUNS,
    "POST /desk/events/{event_id}/copy": RUNS,
    "GET /desk/events/{event_id}/rehearsal": SEES,
    "POST /desk/events/{event_id}/rehearsal": RUNS,
    "GET /desk/events/{event_id}/fairness": SEES,
    "GET /desk/events/{event_id}/fairness.csv": SEES,
    "GET /desk/fairness": OVERSEES,
    "GET /desk/fairness.csv": OVERSEES,
    "GET /desk/relevance": OVERSEES,
    "GET /desk/relevance.csv": OVERSEES,
    "GET /desk/events/{event_id}/floor": RUNS,
    "POST /desk/events/{event_id}/floor": RUNS,
    "POST /desk/events/{event_id}/floor/keep": RUNS,
    "GET /candidates/{candidate_id}/statistics": TELLS,
    "POST /candidates/{candidate_id}/statistics": TELLS,
    "POST /candidates/{candidate_id}/statistics/withdraw": TELLS,
    "GET /algorithme": ANYBODY,
    "GET /desk/events/{event_id}/reminders": RUNS,
    "POST /desk/events/{event_id}/reminders": RUNS,
    "GET /candidates/{candidate_id}/proposals/{proposal_id}": THEIRS,
    "POST /candidates/{candidate_id}/proposals/{proposal_id}/answer": THEIRS,
    "POST /candidates/{candidate_id}/proposals/{proposal_id}/correct": THEIRS,
    "POST /candidates/{candidate_id}/proposals/{proposal_id}/objections": THEIRS,
    "GET /candidates/{candidate_id}/near-jobs": THEIRS,
    "GET /candidates/{candidate_id}/cv": THEIRS,
    "POST /candidates/{candidate_id}/cv": THEIRS,
    "POST /candidates/{candidate_id}/cv/take": THEIRS,
    "GET /candidates/{candidate_id}/questions": THEIRS,
    "POST /candidates/{candidate_id}/questions": THEIRS,
    "GET /desk/objections": ADVISERS,
    "POST /desk/objections/{objection_id}/answer": RUNS,
    "GET /desk/events/{event_id}/needs/{need_id}/criteria": RUNS,
    "POST /desk/events/{event_id}/needs/{need_id}/criteria": RUNS,
    "GET /candidates/{candidate_id}/proposals/{proposal_id}/slots": THEIRS,
    "POST /candidates/{candidate_id}/proposals/{proposal_id}/slots": THEIRS,
    "GET /candidates/{candidate_id}/interviews/{interview_id}": THEIRS,
    "POST /candidates/{candidate_id}/interviews/{interview_id}/cancel": THEIRS,
    "GET /candidates/{candidate_id}/proposals/{proposal_id}/hold": THEIRS,
    "POST /candidates/{candidate_id}/proposals/{proposal_id}/hold": THEIRS,
    "POST /candidates/{candidate_id}/proposals/{proposal_id}/hold/extend": THEIRS,
    "POST /candidates/{candidate_id}/proposals/{proposal_id}/hold/release": THEIRS,
    "GET /interview/{token}": frozenset(),  # only with a signed token: see test_changes
    "POST /interview/{token}/cancel": frozenset(),
    "POST /interview/{token}/move": frozenset(),
    "POST /interview/{token}/late": frozenset(),
    "GET /interviews/{interview_id}/change": COMPANY,
    "POST /interviews/{interview_id}/change/cancel": COMPANY,
    "POST /interviews/{interview_id}/change/move": COMPANY,
    "POST /interviews/{interview_id}/change/hand-over": COMPANY,
    "POST /candidates/{candidate_id}/support": RUNS,
    "POST /candidates/{candidate_id}/companion": THEIRS,
    "POST /candidates/{candidate_id}/proposals/{proposal_id}/waiting": THEIRS,
    "POST /events/{event_id}/waiting": THEIRS,
    "POST /candidates/{candidate_id}/waiting/{entry_id}/leave": THEIRS,
    "GET /desk/campaigns/{campaign_id}/board": SEES,
    "GET /desk/campaigns/{campaign_id}/coverage": RUNS,
    "GET /desk/campaigns/{campaign_id}/coverage/candidates": RUNS,
    "GET /desk/campaigns/{campaign_id}/board/board.csv": SEES,
    "GET /desk/campaigns/{campaign_id}/capacity": SEES,
    "POST /desk/campaigns/{campaign_id}/capacity/ask": RUNS,
    "POST /desk/campaigns/{campaign_id}/capacity/ask-all": RUNS,
    "GET /more-times/{token}": frozenset(),  # only with a signed token: see test_capacity
    "POST /more-times/{token}/accept": frozenset(),
    "POST /more-times/{token}/decline": frozenset(),
    "GET /offer/{token}": frozenset(),  # only with a signed token: see test_waiting
    "POST /offer/{token}/accept": frozenset(),
    "POST /offer/{token}/pass": frozenset(),
    "GET /desk/events/{event_id}/waiting": RUNS,
    "POST /desk/events/{event_id}/waiting": RUNS,
    "GET /again/{token}": frozenset(),  # only with a signed token: see test_moving
    "POST /again/{token}": frozenset(),
    "GET /desk/events/{event_id}/moving": RUNS,
    "POST /desk/events/{event_id}/moving": RUNS,
    "GET /desk/events/{event_id}/moving/stands/{stand_id}": RUNS,
    "POST /desk/events/{event_id}/moving/stands/{stand_id}": RUNS,
    "POST /desk/events/{event_id}/moving/{rearrangement_id}/undo": RUNS,
    "GET /desk/events/{event_id}/timetable": RUNS,
    "POST /desk/events/{event_id}/timetable": RUNS,
    "POST /desk/events/{event_id}/timetable/repair": RUNS,
    "POST /desk/events/{event_id}/timetable/locks": RUNS,
    "GET /desk/events/{event_id}/timetable/print": RUNS,
    "POST /desk/events/{event_id}/template": RUNS,
    "GET /desk/events/{event_id}/rounds": RUNS,
    "POST /desk/events/{event_id}/rounds": RUNS,
    "GET /desk/events/{event_id}/rounds/{rounds_id}": RUNS,
    "POST /desk/events/{event_id}/rounds/{rounds_id}/drop": RUNS,
    "POST /desk/events/{event_id}/stands/{stand_id}/room": RUNS,
    "GET /desk/events/{event_id}/stands/{stand_id}/rota": RUNS,
    "POST /desk/events/{event_id}/stands/{stand_id}/rota": RUNS,
    "POST /desk/events/{event_id}/stands/{stand_id}/rota/copy": RUNS,
    "POST /desk/events/{event_id}/stands/{stand_id}/rota/{shift_id}/leave": RUNS,
    "GET /desk/events/{event_id}/timetable/interviews/{proposal_id}": RUNS,
    "POST /desk/events/{event_id}/timetable/interviews/{proposal_id}": RUNS,
    "POST /desk/events/{event_id}/timetable/{run_id}/stop": RUNS,
    "GET /desk/events/{event_id}/timetable/{run_id}/publish": RUNS,
    "POST /desk/events/{event_id}/timetable/{run_id}/publish": RUNS,
    "GET /candidates/{candidate_id}/planned/{planned_id}/letter.pdf": THEIRS,
    "GET /planned/{token}": frozenset(),  # only with a signed token: see test_timetable
    "POST /planned/{token}/confirm": frozenset(),
    "POST /planned/{token}/decline": frozenset(),
    "GET /desk/events/{event_id}/limits": RUNS,
    "POST /desk/events/{event_id}/limits": RUNS,
    "GET /candidates/{candidate_id}/proposals/{proposal_id}/letter.pdf": THEIRS,
    "GET /candidates/{candidate_id}/interviews/{interview_id}/letter.pdf": THEIRS,
    "GET /book/{token}": frozenset(),  # only with a printed code: see test_paper
    "POST /book/{token}": frozenset(),
    "GET /keep/{token}": frozenset(),  # only with a signed token: see test_replies
    "POST /keep/{token}": frozenset(),
    "GET /moves/{token}": frozenset(),
    "POST /moves/{token}": frozenset(),
    "POST /candidates/{candidate_id}/interviews/{interview_id}/keep": THEIRS,
    "POST /candidates/{candidate_id}/interviews/{interview_id}/proposed-time": THEIRS,
    "POST /interviews/{interview_id}/keep": COMPANY,
    "POST /interviews/{interview_id}/proposed-time": COMPANY,
    "GET /desk/answers": ADVISERS,
    "POST /desk/answers/{reply_id}/settle": RUNS,
    "POST /desk/answers/undelivered/{bounced_id}/write-again": RUNS,
    "GET /day": frozenset({"recruiter", "other_recruiter"}),
    "GET /device-check": ANYBODY,
    "GET /events/{event_id}/hall": ANYBODY,
    "POST /events/{event_id}/hall/{stand_id}/join": THEIRS,
    "POST /events/{event_id}/hall/places/{place_id}/leave": THEIRS,
    "GET /stands/{stand_id}/line": COMPANY,
    "POST /stands/{stand_id}/line/open": COMPANY,
    "POST /stands/{stand_id}/line/close": COMPANY,
    "POST /stands/{stand_id}/line/next": COMPANY,
    "POST /stands/{stand_id}/line/places/{place_id}/begin": COMPANY,
    "POST /stands/{stand_id}/line/places/{place_id}/miss": COMPANY,
    "GET /stands/{stand_id}/line/places/{place_id}": COMPANY,
    "POST /stands/{stand_id}/line/places/{place_id}": COMPANY,
    "POST /stands/{stand_id}/line/places/{place_id}/hand-over": COMPANY,
    "GET /desk/events/{event_id}/hall": RUNS,
    "POST /desk/events/{event_id}/hall": RUNS,
    "GET /desk/events/{event_id}/reports": RUNS,
    "POST /desk/events/{event_id}/reports/{report_id}": RUNS,
    "GET /desk/events/{event_id}/control": SEES,
    "GET /desk/events/{event_id}/control/people/{which}": RUNS,
    "GET /desk/events/{event_id}/control/stands/{stand_id}": RUNS,
    "POST /desk/events/{event_id}/control/stands/{stand_id}/write": RUNS,
    "POST /desk/events/{event_id}/control/stands/{stand_id}/tables": RUNS,
    "POST /desk/events/{event_id}/control/stands/{stand_id}/refill": RUNS,
    "POST /desk/events/{event_id}/control/stands/{stand_id}/move": RUNS,
    "POST /desk/events/{event_id}/control/stands/{stand_id}/answer": RUNS,
    "POST /interviews/{interview_id}/talk": COMPANY,
    "GET /talks/{talk_id}": TALKS,
    "GET /talks/{talk_id}/written.txt": TALKS,
    "POST /talks/{talk_id}/enter": TALKS,
    "POST /talks/{talk_id}/say": TALKS,
    "POST /talks/{talk_id}/mode": TALKS,
    "POST /talks/{talk_id}/extend": TALKS,
    "POST /talks/{talk_id}/show": TALKS,
    "POST /talks/{talk_id}/consent": TALKS,
    "POST /talks/{talk_id}/report": TALKS,
    "POST /talks/{talk_id}/hand-over": frozenset({"recruiter"}),
    "GET /desk/events/{event_id}/announcements": RUNS,
    "POST /desk/events/{event_id}/announcements": RUNS,
    "POST /desk/events/{event_id}/announcements/{announcement_id}/take-back": RUNS,
    "GET /desk/events/{event_id}/sessions": RUNS,
    "POST /desk/events/{event_id}/sessions": RUNS,
    "GET /desk/events/{event_id}/sessions/{session_id}": RUNS,
    "POST /desk/events/{event_id}/sessions/{session_id}": RUNS,
    "POST /desk/events/{event_id}/sessions/{session_id}/take-off": RUNS,
    "GET /events/{event_id}/sessions/{session_id}": ANYBODY,
    "POST /events/{event_id}/sessions/{session_id}/remind": THEIRS,
    "GET /events/{event_id}/sessions/{session_id}/ask": HELPS | {"candidate", "other_candidate"},
    "POST /events/{event_id}/sessions/{session_id}/ask": THEIRS,
    "POST /events/{event_id}/sessions/{session_id}/questions/{question_id}/join": THEIRS,
    "POST /events/{event_id}/sessions/{session_id}/begin": COMPANY,
    "GET /events/{event_id}/sessions/{session_id}/write": COMPANY,
    "POST /events/{event_id}/sessions/{session_id}/write": COMPANY,
    "GET /events/{event_id}/sessions/{session_id}/questions/{question_id}": COMPANY,
    "POST /events/{event_id}/sessions/{session_id}/questions/{question_id}": COMPANY,
    "GET /events/{event_id}/sessions/{session_id}/end": COMPANY,
    "POST /events/{event_id}/sessions/{session_id}/end": COMPANY,
    "POST /interviews/{interview_id}/begin": COMPANY,
    "POST /interviews/{interview_id}/attendance": COMPANY,
    "GET /interviews/{interview_id}/outcome": COMPANY,
    "POST /interviews/{interview_id}/outcome": COMPANY,
    "GET /feeds/{name}": frozenset(),  # only with the secret address: see test_feeds
    "GET /me/calendar": HAS_INTERVIEWS,
    "POST /me/calendar": HAS_INTERVIEWS,
    "POST /me/calendar/{role}/detail": ADVISERS,
    "POST /me/calendar/{role}/revoke": HAS_INTERVIEWS,
    "GET /api": ANYBODY,
    "GET /imports": ADVISERS,
    "POST /imports": ADVISERS,
    "POST /imports/{upload_id}": RUNS,
    "GET /healthz": ANYBODY,
    "GET /readyz": ANYBODY,
}
API: dict[str, frozenset[str]] = {
    "GET /api/v1/occupations": ANYBODY,
    "GET /api/v1/occupations/meant": ANYBODY,
    "GET /api/v1/skills/meant": ANYBODY,
    "GET /api/v1/occupations/{code}/skills": ANYBODY,
    "GET /api/v1/places": ANYBODY,
    "POST /api/v1/companies/{company_id}/level": RUNS,
    "GET /api/v1/companies/{company_id}/contacts": SEES,
    "POST /api/v1/companies/{company_id}/contacts": RUNS,
    "GET /api/v1/portfolio": OVERSEES,
    "POST /api/v1/portfolio/hand-over/look": ADVISERS,
    "POST /api/v1/portfolio/hand-over": ADVISERS,
    "GET /api/v1/portfolio/caps": OVERSEES,
    "PUT /api/v1/portfolio/caps": SEES,
    "GET /api/v1/baskets": OVERSEES,
    "GET /api/v1/absences": OVERSEES,
    "POST /api/v1/absences": ADVISERS,
    "DELETE /api/v1/absences/{absence_id}": RUNS,
    "GET /api/v1/companies": ADVISERS | {"manager", "recruiter", "other_recruiter"},
    "POST /api/v1/companies": ADVISERS,
    "GET /api/v1/companies/{company_id}": COMPANY_SEES,
    "POST /api/v1/companies/{company_id}/recruiters": COMPANY,
    "DELETE /api/v1/companies/{company_id}/recruiters/{person_id}": COMPANY,
    "POST /api/v1/companies/{company_id}/needs": COMPANY,
    "GET /api/v1/needs": ADVISERS | {"manager", "recruiter", "other_recruiter"},
    "GET /api/v1/needs/{need_id}": COMPANY_SEES,
    "PUT /api/v1/needs/{need_id}": COMPANY,
    "POST /api/v1/needs/{need_id}/step": COMPANY,
    "POST /api/v1/needs/{need_id}/skills": COMPANY,
    "GET /api/v1/candidates": HELPS,
    "POST /api/v1/candidates": HELPS,
    "GET /api/v1/candidates/{candidate_id}": THEIRS,
    "PUT /api/v1/candidates/{candidate_id}": THEIRS,
    "GET /api/v1/events": ANYBODY,
    "GET /api/v1/desk/letters": ADVISERS,
    "POST /api/v1/desk/letters/{letter_id}/again": RUNS,
    "GET /api/v1/desk/events": ADVISERS | {"manager"},
    "GET /api/v1/desk/events/{event_id}": SEES,
    "POST /api/v1/events": ADVISERS,
    "GET /api/v1/events/{event_id}": ANYBODY,
    "PUT /api/v1/events/{event_id}": RUNS,
    "POST /api/v1/events/{event_id}/step": RUNS,
    "POST /api/v1/events/{event_id}/stands": RUNS,
    "GET /api/v1/public-campaigns/{slug}": ANYBODY,
    "GET /api/v1/campaigns": OVERSEES,
    "POST /api/v1/campaigns": ADVISERS,
    "GET /api/v1/campaigns/{campaign_id}": SEES,
    "PUT /api/v1/campaigns/{campaign_id}": RUNS,
    "POST /api/v1/campaigns/{campaign_id}/step": RUNS,
    "POST /api/v1/campaigns/{campaign_id}/events": RUNS,
    "POST /api/v1/campaigns/{campaign_id}/events/new": RUNS,
    "DELETE /api/v1/campaigns/{campaign_id}/events/{event_id}": RUNS,
    "POST /api/v1/events/{event_id}/copy": RUNS,
    "GET /api/v1/events/{event_id}/rehearsal": SEES,
    "POST /api/v1/events/{event_id}/rehearsal": RUNS,
    "GET /api/v1/campaigns/{campaign_id}/board": SEES,
    "GET /api/v1/campaigns/{campaign_id}/coverage": RUNS,
    "GET /api/v1/campaigns/{campaign_id}/coverage/candidates": RUNS,
    "GET /api/v1/campaigns/{campaign_id}/capacity": SEES,
    "POST /api/v1/campaigns/{campaign_id}/capacity/ask": RUNS,
    "POST /api/v1/campaigns/{campaign_id}/capacity/ask-all": RUNS,
    "GET /api/v1/more-times": frozenset({"recruiter", "other_recruiter"}),
    "GET /api/v1/more-times/{request_id}": frozenset({"recruiter"}),
    "POST /api/v1/more-times/{request_id}/accept": frozenset({"recruiter"}),
    "POST /api/v1/more-times/{request_id}/decline": frozenset({"recruiter"}),
    "GET /api/v1/campaigns/{campaign_id}/needs": SEES,
    "POST /api/v1/campaigns/{campaign_id}/needs": RUNS,
    "POST /api/v1/campaigns/{campaign_id}/needs/detach": RUNS,
    "GET /api/v1/campaigns/{campaign_id}/partners": RUNS,
    "POST /api/v1/campaigns/{campaign_id}/partners": RUNS,
    "DELETE /api/v1/campaigns/{campaign_id}/partners/{partner_id}": RUNS,
    "POST /api/v1/campaigns/{campaign_id}/partners/{partner_id}/people": RUNS,
    "DELETE /api/v1/campaigns/{campaign_id}/partners/{partner_id}/people/{person_id}": RUNS,
    "GET /api/v1/partner-mandates": frozenset(),  # partners only: see below
    "GET /api/v1/partner-mandates/{partner_id}": frozenset(),
    "GET /api/v1/partner-mandates/{partner_id}/figures": frozenset(),
    "GET /api/v1/campaigns/{campaign_id}/figures": SEES,
    "GET /api/v1/campaigns/{campaign_id}/figures/links": RUNS,
    "POST /api/v1/campaigns/{campaign_id}/figures/links": RUNS,
    "DELETE /api/v1/campaigns/{campaign_id}/figures/links/{link_id}": RUNS,
    "GET /api/v1/campaigns/{campaign_id}/workbook.xlsx": RUNS,
    "POST /api/v1/campaigns/{campaign_id}/workbook": RUNS,
    "POST /api/v1/campaigns/{campaign_id}/workbook/{upload_id}/confirm": RUNS,
    "POST /api/v1/events/{event_id}/registrations": THEIRS,
    "DELETE /api/v1/events/{event_id}/registrations/{candidate_id}": THEIRS,
    "POST /api/v1/events/{event_id}/stands/{stand_id}/hours": RUNS,
    "POST /api/v1/events/{event_id}/stands/{stand_id}/hours/look": RUNS,
    "POST /api/v1/events/{event_id}/stands/{stand_id}/hours/tables": RUNS,
    "POST /api/v1/candidates/{candidate_id}/interviews/{interview_id}/late": THEIRS,
    "GET /api/v1/events/{event_id}/needs/{need_id}/shortlist": RUNS,
    "POST /api/v1/events/{event_id}/needs/{need_id}/shortlist": RUNS,
    "POST /api/v1/events/{event_id}/matches/{match_id}/decision": RUNS,
    "POST /api/v1/events/{event_id}/needs/{need_id}/proposals": RUNS,
    "POST /api/v1/events/{event_id}/needs/{need_id}/bulk": RUNS,
    "POST /api/v1/events/{event_id}/batches/{batch_id}/undo": RUNS,
    "POST /api/v1/events/{event_id}/needs/{need_id}/matches": RUNS,
    "GET /api/v1/events/{event_id}/needs/{need_id}/compare": RUNS,
    "GET /api/v1/events/{event_id}/coverage": RUNS,
    "GET /api/v1/events/{event_id}/coverage/candidates": RUNS,
    "GET /api/v1/events/{event_id}/decisions": RUNS,
    "GET /api/v1/events/{event_id}/decisions/{number}/replay": RUNS,
    "GET /api/v1/events/{event_id}/decisions.jsonl": RUNS,
    "GET /api/v1/events/{event_id}/decisions.csv": RUNS,
    "GET /api/v1/events/{event_id}/overrides": RUNS,
    "GET /api/v1/needs/{need_id}/track": COMPANY_SEES - {"manager"},
    "PUT /api/v1/needs/{need_id}/track": COMPANY,
    "GET /api/v1/needs/{need_id}/candidates": COMPANY,
    "GET /api/v1/candidates/{candidate_id}/needs": RUNS,
    "PUT /api/v1/candidates/{candidate_id}/preselection": THEIRS,
    "GET /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/explanation": THEIRS,
    "GET /api/v1/events/{event_id}/board": SEES,
    "GET /api/v1/events/{event_id}/fairness": SEES,
    "GET /api/v1/events/{event_id}/fairness.csv": SEES,
    "GET /api/v1/fairness": OVERSEES,
    "GET /api/v1/fairness.csv": OVERSEES,
    "GET /api/v1/relevance": OVERSEES,
    "GET /api/v1/relevance.csv": OVERSEES,
    "GET /api/v1/events/{event_id}/floor": RUNS,
    "PUT /api/v1/events/{event_id}/floor": RUNS,
    "POST /api/v1/events/{event_id}/floor/keep": RUNS,
    "GET /api/v1/candidates/{candidate_id}/statistics": TELLS,
    "PUT /api/v1/candidates/{candidate_id}/statistics": TELLS,
    "DELETE /api/v1/candidates/{candidate_id}/statistics": TELLS,
    "GET /api/v1/algorithm": ANYBODY,
    "GET /api/v1/events/{event_id}/reminders": RUNS,
    "PUT /api/v1/events/{event_id}/reminders": RUNS,
    "GET /api/v1/candidates/{candidate_id}/proposals": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/answer": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/correct": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/objections": THEIRS,
    "GET /api/v1/candidates/{candidate_id}/near-jobs": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/cv": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/cv/take": THEIRS,
    "GET /api/v1/candidates/{candidate_id}/questions": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/questions": THEIRS,
    "GET /api/v1/desk/objections": ADVISERS,
    "POST /api/v1/desk/objections/{objection_id}/answer": RUNS,
    "GET /api/v1/events/{event_id}/needs/{need_id}/criteria": RUNS,
    "PUT /api/v1/events/{event_id}/needs/{need_id}/criteria": RUNS,
    "GET /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/slots": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/interview": THEIRS,
    "GET /api/v1/candidates/{candidate_id}/interviews": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/interviews/{interview_id}/cancel": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/interviews/{interview_id}/move": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/hold": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/hold/extend": THEIRS,
    "DELETE /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/hold": THEIRS,
    "POST /api/v1/interviews/{interview_id}/cancel": COMPANY,
    "POST /api/v1/interviews/{interview_id}/move": COMPANY,
    "POST /api/v1/interviews/{interview_id}/hand-over": COMPANY,
    "POST /api/v1/candidates/{candidate_id}/support": RUNS,
    "GET /api/v1/candidates/{candidate_id}/helpers": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/companion": THEIRS,
    "GET /api/v1/candidates/{candidate_id}/waiting": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/waiting": THEIRS,
    "POST /api/v1/events/{event_id}/waiting": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/waiting/{entry_id}/accept": THEIRS,
    "DELETE /api/v1/candidates/{candidate_id}/waiting/{entry_id}": THEIRS,
    "GET /api/v1/desk/events/{event_id}/waiting": RUNS,
    "GET /api/v1/desk/events/{event_id}/promotions": RUNS,
    "PUT /api/v1/desk/events/{event_id}/waiting/rules": RUNS,
    "POST /api/v1/events/{event_id}/move/look": RUNS,
    "POST /api/v1/events/{event_id}/move": RUNS,
    "POST /api/v1/events/{event_id}/moves/{rearrangement_id}/undo": RUNS,
    "POST /api/v1/events/{event_id}/stands/{stand_id}/withdraw/look": RUNS,
    "POST /api/v1/events/{event_id}/stands/{stand_id}/withdraw": RUNS,
    "GET /api/v1/events/{event_id}/timetable": RUNS,
    "POST /api/v1/events/{event_id}/timetable": RUNS,
    "POST /api/v1/events/{event_id}/timetable/repair": RUNS,
    "POST /api/v1/events/{event_id}/timetable/locks": RUNS,
    "GET /api/v1/events/{event_id}/timetable/interviews": RUNS,
    "GET /api/v1/desk/events/templates": ADVISERS,
    "GET /api/v1/events/{event_id}/rounds": RUNS,
    "POST /api/v1/events/{event_id}/rounds": RUNS,
    "GET /api/v1/events/{event_id}/rounds/{rounds_id}": RUNS,
    "DELETE /api/v1/events/{event_id}/rounds/{rounds_id}": RUNS,
    "PUT /api/v1/desk/events/{event_id}/template": RUNS,
    "GET /api/v1/events/{event_id}/stands/{stand_id}/rota": RUNS,
    "POST /api/v1/events/{event_id}/stands/{stand_id}/rota": RUNS,
    "POST /api/v1/events/{event_id}/stands/{stand_id}/rota/copy": RUNS,
    "DELETE /api/v1/events/{event_id}/stands/{stand_id}/rota/{shift_id}": RUNS,
    "GET /api/v1/events/{event_id}/timetable/interviews/{proposal_id}/places": RUNS,
    "POST /api/v1/events/{event_id}/timetable/interviews/{proposal_id}/place": RUNS,
    "GET /api/v1/events/{event_id}/timetable/{run_id}": RUNS,
    "GET /api/v1/events/{event_id}/timetable/{run_id}/changes": RUNS,
    "POST /api/v1/events/{event_id}/timetable/{run_id}/stop": RUNS,
    "POST /api/v1/events/{event_id}/timetable/{run_id}/publish": RUNS,
    "GET /api/v1/candidates/{candidate_id}/planned": THEIRS,
    "GET /api/v1/candidates/{candidate_id}/planned/{planned_id}/letter.pdf": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/planned/{planned_id}/confirm": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/planned/{planned_id}/decline": THEIRS,
    "GET /api/v1/events/{event_id}/limits": RUNS,
    "PUT /api/v1/events/{event_id}/limits": RUNS,
    "GET /api/v1/me/calendar": HAS_INTERVIEWS,
    "POST /api/v1/me/calendar": HAS_INTERVIEWS,
    "POST /api/v1/me/calendar/{role}/detail": ADVISERS,
    "DELETE /api/v1/me/calendar/{role}": HAS_INTERVIEWS,
    "GET /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/letter.pdf": THEIRS,
    "GET /api/v1/candidates/{candidate_id}/interviews/{interview_id}/letter.pdf": THEIRS,
    "POST /api/v1/imports": ADVISERS,
    "POST /api/v1/imports/{upload_id}/confirm": RUNS,
    "POST /api/v1/candidates/{candidate_id}/interviews/{interview_id}/keep": THEIRS,
    "POST /api/v1/candidates/{candidate_id}/interviews/{interview_id}/proposed-time": THEIRS,
    "POST /api/v1/interviews/{interview_id}/keep": COMPANY,
    "POST /api/v1/interviews/{interview_id}/proposed-time": COMPANY,
    "GET /api/v1/desk/answers": ADVISERS,
    "POST /api/v1/desk/answers/{reply_id}/settle": RUNS,
    "GET /api/v1/desk/undelivered": ADVISERS,
    "POST /api/v1/desk/undelivered/{bounced_id}/write-again": RUNS,
    "GET /api/v1/day": frozenset({"recruiter", "other_recruiter"}),
    "POST /api/v1/interviews/{interview_id}/begin": COMPANY,
    "POST /api/v1/interviews/{interview_id}/attendance": COMPANY,
    "POST /api/v1/interviews/{interview_id}/outcome": COMPANY,
    "GET /api/v1/events/{event_id}/hall": ANYBODY,
    "POST /api/v1/events/{event_id}/hall/{stand_id}/places": THEIRS,
    "POST /api/v1/events/{event_id}/hall/places/{place_id}/leave": THEIRS,
    "GET /api/v1/stands/{stand_id}/line": COMPANY,
    "POST /api/v1/stands/{stand_id}/line/open": COMPANY,
    "POST /api/v1/stands/{stand_id}/line/close": COMPANY,
    "POST /api/v1/stands/{stand_id}/line/next": COMPANY,
    "POST /api/v1/stands/{stand_id}/line/places/{place_id}/begin": COMPANY,
    "POST /api/v1/stands/{stand_id}/line/places/{place_id}/miss": COMPANY,
    "POST /api/v1/stands/{stand_id}/line/places/{place_id}/outcome": COMPANY,
    "POST /api/v1/stands/{stand_id}/line/places/{place_id}/hand-over": COMPANY,
    "GET /api/v1/events/{event_id}/hall/rules": RUNS,
    "POST /api/v1/events/{event_id}/hall/rules": RUNS,
    "GET /api/v1/events/{event_id}/reports": RUNS,
    "POST /api/v1/events/{event_id}/reports/{report_id}": RUNS,
    "GET /api/v1/events/{event_id}/control": SEES,
    "GET /api/v1/events/{event_id}/control/people/{which}": RUNS,
    "GET /api/v1/events/{event_id}/control/stands/{stand_id}": RUNS,
    "POST /api/v1/events/{event_id}/control/stands/{stand_id}/write": RUNS,
    "POST /api/v1/events/{event_id}/control/stands/{stand_id}/tables": RUNS,
    "POST /api/v1/events/{event_id}/control/stands/{stand_id}/refill": RUNS,
    "POST /api/v1/events/{event_id}/control/stands/{stand_id}/move": RUNS,
    "POST /api/v1/events/{event_id}/control/stands/{stand_id}/answer": RUNS,
    "GET /api/v1/talks/{talk_id}": TALKS,
    "POST /api/v1/talks/{talk_id}/enter": TALKS,
    "POST /api/v1/talks/{talk_id}/say": TALKS,
    "POST /api/v1/talks/{talk_id}/mode": TALKS,
    "POST /api/v1/talks/{talk_id}/extend": TALKS,
    "POST /api/v1/talks/{talk_id}/show": TALKS,
    "POST /api/v1/talks/{talk_id}/report": TALKS,
    "POST /api/v1/talks/{talk_id}/hand-over": frozenset({"recruiter"}),
    "GET /api/v1/events/{event_id}/announcements": RUNS,
    "POST /api/v1/events/{event_id}/announcements": RUNS,
    "POST /api/v1/events/{event_id}/announcements/{announcement_id}/take-back": RUNS,
    "GET /api/v1/events/{event_id}/sessions": ANYBODY,
    "POST /api/v1/events/{event_id}/sessions": RUNS,
    "GET /api/v1/events/{event_id}/sessions/{session_id}": ANYBODY,
    "PUT /api/v1/events/{event_id}/sessions/{session_id}": RUNS,
    "POST /api/v1/events/{event_id}/sessions/{session_id}/take-off": RUNS,
    "POST /api/v1/events/{event_id}/sessions/{session_id}/remind": THEIRS,
    "POST /api/v1/events/{event_id}/sessions/{session_id}/questions": THEIRS,
    "POST /api/v1/events/{event_id}/sessions/{session_id}/questions/{question_id}/join": THEIRS,
    "POST /api/v1/events/{event_id}/sessions/{session_id}/questions/{question_id}/settle": COMPANY,
    "POST /api/v1/events/{event_id}/sessions/{session_id}/begin": COMPANY,
    "POST /api/v1/events/{event_id}/sessions/{session_id}/posts": COMPANY,
    "POST /api/v1/events/{event_id}/sessions/{session_id}/end": COMPANY,
}
DOCUMENTATION = {
    "/api/v1/redoc",
    "/api/v1/openapi.json",
    "/api/v1/openapi.yaml",
    "/api/v1/openapi.yml",
    "/api/v1/{path}",
    "/api/v1",
}
OUT = {303, 401, 404, 405, 500}
QUERY = {"q": "cuisinier", "on": "2026-06-09", "left": "{match_id}", "right": "{match_id}"}
NEED: dict[str, object] = {"occupation": "Cuisinier", "posts": 1, "contract": "open_ended", "place": "Nice"}
PROFILE: dict[str, object] = {"occupation": "Cuisinier", "place": "Nice"}
WHOSE: dict[str, object] = {"candidate_id": "{candidate_id}"}
EVENT: dict[str, object] = {
    "title": "Fair",
    "format": "online",
    "starts_at": "2035-03-10T09:00:00",
    "ends_at": "2035-03-10T18:00:00",
}
HOURS: dict[str, object] = {
    "first_day": "2035-03-10",
    "last_day": "2035-03-10",
    "opens": "09:00:00",
    "closes": "10:00:00",
}
BEFORE: dict[str, object] = {
    "event": None,
    "slots": [],
    "interviews": [],
    "counts": {"kept": 0, "handed_over": 0, "lost": 0},
}
SEAT: dict[str, object] = {"format": "on_site", "candidate_id": "{candidate_id}"}
SHIFT: dict[str, object] = {"starts_at": "2035-03-10T09:00:00", "ends_at": "2035-03-10T18:00:00"}
CAMPAIGN: dict[str, object] = {
    "name": "Opening",
    "slug": "opening",
    "host_kind": "town",
    "host_name": "Cagnes",
    "place": "Cagnes-sur-Mer",
    "starts_on": "2035-03-01",
    "ends_on": "2035-05-01",
}
PARTNER: dict[str, object] = {
    "name": "Mission locale",
    "kind": "local_mission",
    "from_on": "2026-01-01",
    "until_on": "2035-05-01",
    "scopes": ["see_needs"],
}
CONTACT: dict[str, object] = {"kind": "by_phone", "note": "Their needs"}
LEVEL: dict[str, object] = {"service_level": "full", "reason": "They open"}
CAP: dict[str, object] = {"most": 5, "territory_id": "{territory_id}"}
HAND_OVER: dict[str, object] = {"to_id": "{territory_id}", "reason": "They leave"}  # refused: nobody advises as that
AWAY: dict[str, object] = {"cover_id": "{territory_id}", "from_on": "2035-03-01", "until_on": "2035-03-02"}
SHIFT_AT: dict[str, object] = {
    "table_id": "{table_id}",
    "day": "2035-03-10",
    "starts": "09:00:00",
    "ends": "10:00:00",
}
COLLEAGUE: dict[str, object] = {"recruiter_id": "00000000-0000-4000-8000-000000000000"}
HELD: dict[str, object] = {"title": "Who we are", "stand_id": "{stand_id}", "starts_at": "2035-03-10T09:00:00"}
BODIES: dict[str, dict[str, object]] = {
    "POST /api/v1/events/{event_id}/copy": {"first_day": "2035-03-10"},
    "POST /api/v1/campaigns/{campaign_id}/partners": PARTNER,
    "POST /desk/campaigns/{campaign_id}/partners/{partner_id}/people": {"name": "Pia", "email": "pia@example.org"},
    "POST /api/v1/campaigns/{campaign_id}/partners/{partner_id}/people": {"name": "Pia", "email": "pia@example.org"},
    "POST /api/v1/campaigns/{campaign_id}/workbook": {"content": "UEsDBA=="},
    "POST /api/v1/campaigns/{campaign_id}/figures/links": {"given_to": "Town", "expires_on": "2035-05-01"},
    "POST /companies/{company_id}/level": LEVEL,
    "POST /api/v1/companies/{company_id}/level": LEVEL,
    "POST /companies/{company_id}/contacts": CONTACT,
    "POST /api/v1/companies/{company_id}/contacts": CONTACT,
    "POST /desk/portfolio/cap": CAP,
    "PUT /api/v1/portfolio/caps": CAP,
    "POST /api/v1/portfolio/hand-over/look": HAND_OVER,
    "POST /api/v1/portfolio/hand-over": HAND_OVER,
    "POST /api/v1/absences": AWAY,
    "POST /desk/events/{event_id}/timetable/locks": {"act": "lock", "proposals": "{proposal_id}"},
    "POST /api/v1/events/{event_id}/timetable/locks": {"act": "lock"},
    "PUT /api/v1/desk/events/{event_id}/template": {"template": True},
    "POST /desk/events/{event_id}/template": {"template": "true"},
    "POST /candidates/{candidate_id}/interviews/{interview_id}/late": {"minutes": "20"},
    "POST /api/v1/candidates/{candidate_id}/interviews/{interview_id}/late": {"minutes": 20},
    "POST /api/v1/events/{event_id}/rounds": {"starts_at": "2035-03-10T09:00:00"},
    "POST /candidates/{candidate_id}/companion": {"helper_id": "{helper_id}", "comes_along": "true"},
    "POST /api/v1/candidates/{candidate_id}/companion": {"helper_id": "{helper_id}", "comes_along": True},
    "POST /api/v1/events/{event_id}/stands/{stand_id}/rota": SHIFT_AT,
    "POST /api/v1/events/{event_id}/stands/{stand_id}/rota/copy": {"from_day": "2035-03-10", "to_day": "2035-03-11"},
    "POST /desk/events/{event_id}/stands/{stand_id}/rota/copy": {"from_day": "2035-03-10", "to_day": "2035-03-11"},
    "POST /desk/events/{event_id}/timetable/interviews/{proposal_id}": {"slot_id": "{slot_id}"},
    "POST /api/v1/events/{event_id}/timetable/interviews/{proposal_id}/place": {"slot_id": "{slot_id}"},
    "POST /api/v1/events/{event_id}/timetable/{run_id}/publish": {"answer_until": "2035-03-10T09:00:00"},
    "PUT /api/v1/campaigns/{campaign_id}": CAMPAIGN,
    "POST /desk/campaigns/{campaign_id}/capacity/ask": {"stand_id": "{stand_id}", "day": "2000-01-01", "count": 1},
    "POST /api/v1/campaigns/{campaign_id}/capacity/ask": {"stand_id": "{stand_id}", "day": "2000-01-01", "count": 1},
    "POST /desk/campaigns/{campaign_id}/step": {"status": "closed"},
    "POST /api/v1/campaigns/{campaign_id}/step": {"status": "closed"},
    "POST /desk/campaigns/{campaign_id}/events": {"event_id": "{event_id}", "phase": "interviews"},
    "POST /api/v1/campaigns/{campaign_id}/events": {"event_id": "{event_id}", "phase": "interviews"},
    "POST /api/v1/campaigns/{campaign_id}/events/new": EVENT,
    "POST /api/v1/events/{event_id}/needs/{need_id}/bulk": {"act": "keep", "match": []},
    "POST /api/v1/events/{event_id}/needs/{need_id}/matches": {"candidate_id": "{candidate_id}"},
    "PUT /api/v1/needs/{need_id}/track": {"blind": True},
    "POST /needs/{need_id}/track": {"blind": "true"},
    "PUT /api/v1/candidates/{candidate_id}/preselection": {"preselect": True},
    "POST /candidates/{candidate_id}/interviews/{interview_id}/proposed-time": {"accept": "false"},
    "POST /interviews/{interview_id}/proposed-time": {"accept": "false"},
    "POST /api/v1/candidates/{candidate_id}/interviews/{interview_id}/proposed-time": {"accept": False},
    "POST /api/v1/interviews/{interview_id}/proposed-time": {"accept": False},
    "POST /events/{event_id}/register": SEAT,
    "POST /events/{event_id}/give-back": {"candidate_id": "{candidate_id}"},
    "POST /api/v1/events/{event_id}/registrations": SEAT,
    "POST /api/v1/candidates/{candidate_id}/support": {"support": "guided"},
    "POST /events/{event_id}/waiting": SEAT,
    "POST /api/v1/events/{event_id}/move/look": SHIFT,
    "POST /api/v1/events/{event_id}/move": SHIFT,
    "POST /api/v1/events/{event_id}/stands/{stand_id}/withdraw/look": HOURS,
    "POST /api/v1/events/{event_id}/stands/{stand_id}/withdraw": HOURS,
    "POST /api/v1/events/{event_id}/waiting": SEAT,
    "POST /api/v1/companies/{company_id}/recruiters": {"name": "Ida", "email": "ida@example.org"},
    "POST /api/v1/companies/{company_id}/needs": NEED,
    "PUT /api/v1/needs/{need_id}": NEED,
    "POST /api/v1/needs/{need_id}/step": {"status": "draft"},
    "PUT /api/v1/candidates/{candidate_id}": PROFILE,
    "PUT /api/v1/events/{event_id}": EVENT,
    "PUT /api/v1/candidates/{candidate_id}/statistics": {"agreed": True, "sex": "woman"},
    "POST /api/v1/events/{event_id}/step": {"status": "draft"},
    "POST /api/v1/events/{event_id}/stands": {"company_id": "{company_id}"},
    "POST /api/v1/events/{event_id}/stands/{stand_id}/hours": HOURS,
    "POST /api/v1/events/{event_id}/stands/{stand_id}/hours/look": HOURS,
    "POST /api/v1/needs/{need_id}/skills": {"skills": ["viande"]},
    "POST /api/v1/events/{event_id}/matches/{match_id}/decision": {"decision": "kept"},
    "POST /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/answer": {"accept": True},
    "POST /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/correct": {"name": "skills", "value": "x"},
    "POST /candidates/{candidate_id}/proposals/{proposal_id}/objections": {"criterion": "skills", "words": "no"},
    "POST /candidates/{candidate_id}/questions": {"match_id": "{match_id}", "name": "hours", "value": "full"},
    "POST /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/objections": {"criterion": "skills", "words": "no"},
    "POST /api/v1/candidates/{candidate_id}/questions": {"match_id": "{match_id}", "name": "hours", "value": "full"},
    "POST /desk/objections/{objection_id}/answer": {"answer": "Right"},
    "POST /api/v1/desk/objections/{objection_id}/answer": {"answer": "Right"},
    "POST /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/interview": {"slot_id": "{slot_id}"},
    "POST /candidates/{candidate_id}/proposals/{proposal_id}/hold": {"slot_id": "{slot_id}"},
    "POST /candidates/{candidate_id}/proposals/{proposal_id}/hold/extend": {"slot_id": "{slot_id}"},
    "POST /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/hold": {"slot_id": "{slot_id}"},
    "POST /api/v1/candidates/{candidate_id}/proposals/{proposal_id}/hold/extend": {"slot_id": "{slot_id}"},
    "POST /api/v1/candidates/{candidate_id}/interviews/{interview_id}/move": {"slot_id": "{slot_id}"},
    "POST /interviews/{interview_id}/change/move": {"slot_id": "{slot_id}"},
    "POST /interviews/{interview_id}/change/hand-over": {"slot_id": "{slot_id}"},
    "POST /api/v1/interviews/{interview_id}/move": {"slot_id": "{slot_id}"},
    "POST /api/v1/interviews/{interview_id}/hand-over": {"slot_id": "{slot_id}"},
    "POST /api/v1/interviews/{interview_id}/attendance": {"attendance": "arrived"},
    "POST /api/v1/interviews/{interview_id}/outcome": {"outcome": "hired"},
    "POST /events/{event_id}/hall/{stand_id}/join": WHOSE,
    "POST /events/{event_id}/hall/places/{place_id}/leave": WHOSE,
    "POST /stands/{stand_id}/line/close": {"said": "Sorry"},
    "POST /stands/{stand_id}/line/places/{place_id}": {"outcome": "hired"},
    "POST /api/v1/events/{event_id}/hall/{stand_id}/places": WHOSE,
    "POST /api/v1/events/{event_id}/hall/places/{place_id}/leave": WHOSE,
    "POST /api/v1/stands/{stand_id}/line/close": {"said": "Sorry"},
    "POST /api/v1/stands/{stand_id}/line/places/{place_id}/outcome": {"outcome": "hired"},
    "POST /stands/{stand_id}/line/places/{place_id}/hand-over": COLLEAGUE,
    "POST /api/v1/stands/{stand_id}/line/places/{place_id}/hand-over": COLLEAGUE,
    "POST /desk/events/{event_id}/hall": {"lines": "3"},
    "POST /api/v1/events/{event_id}/hall/rules": {"lines": 3},
    "POST /desk/events/{event_id}/reports/{report_id}": {"decision": "muted"},
    "POST /desk/events/{event_id}/control/stands/{stand_id}/move": {"to_id": "{stand_id}"},
    "POST /desk/events/{event_id}/control/stands/{stand_id}/answer": {"said": "Sorry"},
    "POST /api/v1/events/{event_id}/control/stands/{stand_id}/move": {"to_id": "{stand_id}"},
    "POST /api/v1/events/{event_id}/control/stands/{stand_id}/answer": {"said": "Sorry"},
    "POST /api/v1/events/{event_id}/reports/{report_id}": {"decision": "muted"},
    "POST /talks/{talk_id}/say": {"text": "Hello"},
    "POST /talks/{talk_id}/mode": {"mode": "phone"},
    "POST /talks/{talk_id}/show": {"page": "route"},
    "POST /talks/{talk_id}/consent": {"agreed": "yes", "showing": "route"},
    "POST /talks/{talk_id}/report": {"reason": "Rude"},
    "POST /talks/{talk_id}/hand-over": COLLEAGUE,
    "POST /api/v1/talks/{talk_id}/say": {"text": "Hello"},
    "POST /api/v1/talks/{talk_id}/mode": {"mode": "phone"},
    "POST /api/v1/talks/{talk_id}/show": {"page": "route"},
    "POST /api/v1/talks/{talk_id}/report": {"reason": "Rude"},
    "POST /api/v1/talks/{talk_id}/hand-over": COLLEAGUE,
    "POST /api/v1/events/{event_id}/announcements": {"text": "Welcome"},
    "POST /api/v1/events/{event_id}/sessions": HELD,
    "PUT /api/v1/events/{event_id}/sessions/{session_id}": HELD,
    "POST /events/{event_id}/sessions/{session_id}/remind": WHOSE,
    "POST /events/{event_id}/sessions/{session_id}/ask": WHOSE | {"text": "Why?"},
    "POST /events/{event_id}/sessions/{session_id}/questions/{question_id}/join": WHOSE,
    "POST /api/v1/events/{event_id}/sessions/{session_id}/remind": WHOSE,
    "POST /api/v1/events/{event_id}/sessions/{session_id}/questions": WHOSE | {"text": "Why?"},
    "POST /api/v1/events/{event_id}/sessions/{session_id}/questions/{question_id}/join": WHOSE,
    "POST /api/v1/events/{event_id}/sessions/{session_id}/questions/{question_id}/settle": {"answer": "So"},
    "POST /api/v1/events/{event_id}/sessions/{session_id}/posts": {"text": "Hello"},
    "POST /api/v1/events/{event_id}/sessions/{session_id}/end": {"said": "Sorry"},
}


# what a partner may do, besides what anybody may who is signed in
PARTNERS = {
    "GET /partner",
    "GET /partner/{partner_id}",
    "GET /api/v1/partner-mandates",
    "GET /api/v1/partner-mandates/{partner_id}",
}


async def test_a_partner_sees_what_the_mandate_says_and_nothing_else(
    sessions: Sessions, world: World, acting: Acting
) -> None:
    """One person with a mandate to see the needs tries every route; what would end the session comes last."""
    ids = await furnished(sessions, world)
    async with sessions.begin() as session:
        person = await partner_person(session, UUID(ids["partner_id"]))
    for route, allowed in sorted((PAGES | API).items(), key=lambda entry: "sign-out" in entry[0]):
        may = route in PARTNERS or allowed in {ANYBODY, SIGNED_IN}
        status = await _try(route, ids, person, world, acting)
        assert (status not in OUT) == may, f"{route}: {status}"


async def given_up(session: AsyncSession, about: UUID) -> UUID:
    """Give up a letter about an interview."""
    letter = (await session.scalars(select(OutboxLetter).where(OutboxLetter.about == about))).first()
    assert letter
    letter.status = LetterStatus.GIVEN_UP
    return letter.id


async def in_the_hall(session: AsyncSession, world: World) -> dict[str, str]:
    """Announce something, and let a session be under way with a question in it; what the routes call them."""
    now = clock.now()
    held = {"event_id": world.event, "stand_id": world.stand, "title": "", "state": SessionState.RUNNING}
    group = GroupSession(**held, starts_at=now, ends_at=now + timedelta(minutes=30))
    said = Announcement(event_id=world.event, text="", by_id=world.adviser.id, at=now)
    session.add_all([group, said])
    await session.flush()
    question = SessionQuestion(session_id=group.id, candidate_id=world.other_candidate_id, text="", asked_at=now)
    session.add(question)
    await session.flush()
    return {"session_id": str(group.id), "question_id": str(question.id), "announcement_id": str(said.id)}


def _routes(app: Litestar) -> set[str]:
    found = set()
    for route in app.routes:
        path = route.path_format
        if path.startswith("/static") or path in DOCUMENTATION:
            continue
        for handler in getattr(route, "route_handlers", []):
            found |= {f"{m} {path}" for m in handler.http_methods if m not in {"OPTIONS", "HEAD"}}
    return found


def test_the_table_names_every_route(app: Litestar) -> None:
    assert _routes(app) == set(PAGES) | set(API)


READING = [route for route in (*PAGES, *API) if route.startswith("GET ")]
CHANGING = [route for route in (*PAGES, *API) if not route.startswith("GET ")]
AT_ONCE = 15


@pytest.mark.parametrize("at", range(0, len(READING), AT_ONCE))
async def test_only_who_may_reads(at: int, sessions: Sessions, world: World, acting: Acting) -> None:
    """Reading changes nothing: many routes can be tried in one world."""
    ids = await furnished(sessions, world)
    for route in READING[at : at + AT_ONCE]:
        await _tried_by_all(route, ids, world, acting)


@pytest.mark.once  # the doors are those that reading goes through
@pytest.mark.parametrize("route", CHANGING)
async def test_only_who_may_gets_in(route: str, sessions: Sessions, world: World, acting: Acting) -> None:
    await _tried_by_all(route, await furnished(sessions, world), world, acting)


async def _tried_by_all(route: str, ids: dict[str, str], world: World, acting: Acting) -> None:
    allowed = (PAGES | API)[route]
    for who in sorted(ANYBODY, key=lambda name: name in allowed):
        status = await _try(route, ids, who, world, acting)
        assert (status not in OUT) == (who in allowed), f"{route} by {who}: {status}"


async def talked(session: AsyncSession, world: World) -> dict[str, str]:
    """Let the candidate be in a talk online, and be reported."""
    now = clock.now()
    sides = {"candidate_id": world.candidate_id, "recruiter_id": world.recruiter.id, "stand_id": world.stand}
    where = {"format": EventFormat.ONLINE, "state": LineState.TALKING, "event_id": world.event}
    place = LineEntry(joined_at=now, called_at=now, began_at=now, **sides, **where)
    session.add(place)
    await session.flush()
    talk = Talk(id=place.id, entry_id=place.id, event_id=world.event, opened_at=now, ends_at=now, **sides)
    session.add(talk)
    await session.flush()
    about = {"by_id": world.recruiter.id, "about_id": world.candidate.id, "reason": "Rude", "at": now}
    report = Report(talk_id=talk.id, event_id=world.event, **about)
    session.add(report)
    await session.flush()
    return {"place_id": str(place.id), "talk_id": str(talk.id), "report_id": str(report.id)}


async def furnished(sessions: Sessions, world: World) -> dict[str, str]:
    """Make something of everything, and return what the routes call it."""
    async with sessions.begin() as session:
        interview = await booked(session, world.candidate, world.proposal)
    await write_letters(sessions)
    async with sessions.begin() as session:
        entry = WaitingEntry(
            event_id=world.event,
            candidate_id=world.candidate_id,
            stand_id=world.stand,
            proposal_id=world.proposal,
            support=Support.AUTONOMOUS,
            joined_at=clock.now(),
        )
        session.add(entry)
        now = clock.now()
        moved = Rearrangement(event_id=world.event, by_id=world.adviser.id, at=now, undo_until=now, before=BEFORE)
        session.add(moved)
        letter = await given_up(session, interview.id)
        at = {"arrived_at": clock.now(), "territory_id": interview.need.company.territory_id}
        reply = RefusedReply(why=Why.BY_HAND, detail="", sender="", subject="", excerpt="", **at)
        bounced = BouncedAddress(
            address="carla@example.org", letter_id=interview.id, at=clock.now(), why="", blocked=True
        )
        objection = Objection(
            match_id=world.match,
            candidate_id=world.candidate_id,
            criterion=Name.SKILLS,
            words="no",
            said="",
            by_id=world.candidate.id,
            at=clock.now(),
            due_at=clock.now(),
        )
        session.add_all([reply, bounced, objection])
        undone = {"undo_until": now, "before": {"matches": [], "proposals": []}, "act": Bulk.KEEP}
        batch = Batch(event_id=world.event, need_id=world.need, by_id=world.adviser.id, at=now, **undone)
        session.add(batch)
        run = TimetableRun(
            event_id=world.event,
            by_id=world.adviser.id,
            asked_at=now,
            kind=RunKind.PLAN,
            state=RunState.DONE,
            limit_seconds=1,
            share_free=0,
        )
        session.add(run)
        await session.flush()
        planned = PlannedInterview(
            run_id=run.id,
            event_id=world.event,
            proposal_id=world.proposal,
            slot_id=interview.slot_id,
            state=PlannedState.OFFERED,
            answer_until=now,
        )
        session.add(planned)
        upload, _ = await imports.look(session, world.adviser, imports.Kind.OFFERS, "feed.json", b"[]")
        campaign = await campaigning(session, world)
        asked = SlotRequest(
            stand_id=world.stand, day=clock.now().date(), count=1, asked_by_id=world.adviser.id, asked_at=clock.now()
        )
        session.add(asked)
        partner = await partnering(session, world, campaign, Scope.SEE_NEEDS)
        share = LinkForm(given_to="Town", expires_on=clock.today())
        link = await figures.make(session, world.adviser, campaign, share)
        slot = await session.get_one(Slot, interview.slot_id)
        shift = Shift(
            event_id=world.event,
            stand_id=world.stand,
            table_id=slot.table_id,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
        )
        round_ = {"rounds": 1, "minutes": 9, "change": 0, "break_every": 0, "break_minutes": 0, "meetings": [[]]}
        rounds = TableRounds(
            event_id=world.event, by_id=world.adviser.id, made_at=now, starts_at=now, reversed_=False, **round_
        )
        session.add_all([shift, rounds])
        await session.flush()
        book = Upload(by_id=world.adviser.id, kind=f"campaign:{campaign.id}", name="", content=EMPTY, at=now)
        session.add(book)
        days = {"from_on": date(2035, 3, 10), "until_on": date(2035, 3, 11)}
        by = {"absent_id": world.adviser.id, "cover_id": world.manager.id, "by_id": world.adviser.id}
        absence = Absence(**days, **by)
        session.add(absence)
        hall = await talked(session, world) | await in_the_hall(session, world)
    ids = {name: str(getattr(world, name.removesuffix("_id"), "")) for name in ("company_id", "need_id", "event_id")}
    ids |= {"stand_id": str(world.stand), "match_id": str(world.match), "proposal_id": str(world.proposal)}
    return ids | {
        "campaign_id": str(campaign.id),
        "request_id": str(asked.id),
        "absence_id": str(absence.id),
        "territory_id": str(next(iter(world.adviser.scopes(Role.ADVISER)))),
        "slug": campaign.slug,
        "partner_id": str(partner.id),
        "link_id": str(link.id),
        "book_id": str(book.id),
        "candidate_id": str(world.candidate_id),
        "interview_id": str(interview.id),
        "slot_id": str(interview.slot_id),
        "table_id": str(slot.table_id),
        "rounds_id": str(rounds.id),
        **hall,
        "helper_id": str(world.helper.id),
        "shift_id": str(shift.id),
        "token": "x",
        "person_id": str(world.other_recruiter.id),
        "entry_id": str(entry.id),
        "rearrangement_id": str(moved.id),
        "run_id": str(run.id),
        "planned_id": str(planned.id),
        "upload_id": str(upload.id),
        "batch_id": str(batch.id),
        "number": "1",
        "which": "waiting",
        "reply_id": str(reply.id),
        "bounced_id": str(bounced.id),
        "objection_id": str(objection.id),
        "code": "G1609",
        "role": "adviser",
        "name": "x.ics",
        "letter_id": str(letter),
    }


async def _try(route: str, ids: dict[str, str], who: str | Viewer, world: World, acting: Acting) -> int:
    """Return the status, with 303 standing for "please sign in" only."""
    named = ids | ({"upload_id": ids["book_id"]} if "/workbook/" in route else {})
    method, path = route.format(**named).split(" ")
    viewer = who if isinstance(who, Viewer) else None if who == "anonymous" else getattr(world, who)
    params = {name: value.format(**ids) for name, value in QUERY.items()}
    given = BODIES.get(route, {})
    body = {name: value.format(**ids) if isinstance(value, str) else value for name, value in given.items()}
    if path.startswith("/api/"):
        program = await acting.program(viewer)
        answer = await program.request(
            method, path.removeprefix("/api/v1"), params=params, json=body if method != "GET" else None
        )
        return answer.status_code
    browser = await acting.browser(viewer) if viewer else acting.anonymous()
    answer = await (browser.get(path, params=params) if method == "GET" else browser.send_form(path, **body))
    if answer.status_code == 303:
        return 303 if answer.headers["location"].startswith("/sign-in") else 200
    return answer.status_code
