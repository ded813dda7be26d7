"""Every controller of the product, on one page."""

from litestar.types import ControllerRouterHandler

from accounts.sign_in.controllers import SignInController, SignOutController
from candidates.mobility.controllers import MobilityApi, MobilityController
from candidates.profiles.controllers import (
    CandidateApi,
    CandidateController,
    PreselectionChoiceController,
    SignedPreselectionController,
)
from candidates.resumes.controllers import ResumeApi, ResumeController
from candidates.statistics.controllers import StatisticsApi, StatisticsController
from employers.absences.controllers import AbsenceApi, AbsenceController
from employers.companies.controllers import CompanyApi, CompanyController, InvitationController, NewCompanyController
from employers.needs.controllers import NeedApi, NeedController
from employers.portfolios.controllers import FollowUpController, HandOverController, PortfolioApi
from events.campaigns.controllers import CampaignApi, CampaignController, CampaignDeskController, PublicCampaignApi
from events.contents.controllers import ContentsApi, ContentsController
from events.desk.controllers import EventDeskApi, EventDeskController
from events.partners.controllers import (
    PartnerApi,
    PartnerController,
    PartnerDeskApi,
    PartnerDeskController,
    PartnerInvitationController,
)
from events.programme.controllers import EventApi, EventController
from events.registrations.controllers import RegistrationApi, RegistrationController
from insights.baskets.controllers import BasketApi, BasketController
from insights.boards.controllers import BoardApi, BoardController
from insights.capacity.controllers import CapacityApi, CapacityController
from insights.fairness.controllers import FairnessApi, FairnessController
from insights.figures.controllers import (
    FiguresApi,
    FiguresController,
    FiguresDeskController,
    PartnerFiguresApi,
    PartnerFiguresController,
)
from insights.filling.controllers import FillingApi, FillingController
from insights.rehearsal.controllers import RehearsalApi, RehearsalController
from insights.relevance.controllers import RelevanceApi, RelevanceController
from interviews.agenda.controllers import AgendaController
from interviews.answering.controllers import PlannedApi, PlannedController, PlannedPaperController
from interviews.bookings.controllers import BookingApi, BookingController
from interviews.changes.controllers import ChangeApi, ChangeController
from interviews.copies.controllers import CopyApi, CopyController
from interviews.feeds.controllers import CalendarApi, CalendarController, FeedController
from interviews.holds.controllers import HoldApi, HoldController
from interviews.introductions.controllers import IntroductionApi, IntroductionController
from interviews.letters.controllers import LetterApi, LetterController
from interviews.limits.controllers import LimitsApi, LimitsController
from interviews.mailbox.controllers import MailboxApi, MailboxController
from interviews.moving.controllers import MovingApi, MovingController
from interviews.paper.controllers import PaperApi, PaperController, SignedBookController
from interviews.placing.controllers import PlacingApi, PlacingController
from interviews.reminders.controllers import ReminderApi, ReminderController
from interviews.replies.controllers import (
    CandidateReplyController,
    CompanyReplyController,
    ReplyApi,
    SignedKeepController,
    SignedMoveController,
)
from interviews.requests.controllers import MoreTimesApi, MoreTimesController
from interviews.rota.controllers import RotaApi, RotaController
from interviews.rounds.controllers import RoundsApi, RoundsController
from interviews.signed.controllers import AgainController, SignedInterviewController
from interviews.slots.controllers import HoursApi, HoursController
from interviews.timetable.controllers import TimetableApi, TimetableController
from interviews.waiting.controllers import OfferController, WaitingApi, WaitingController
from interviews.waiting_desk.controllers import WaitingDeskApi, WaitingDeskController
from live.announcements.controllers import AnnouncementApi, AnnouncementController
from live.calls.controllers import DeviceCheckController
from live.control.controllers import ControlRoomApi, ControlRoomController, StandRoomApi, StandRoomController
from live.day.controllers import DayApi, DayController
from live.halls.controllers import HallApi, HallController
from live.lines.controllers import HallRulesApi, HallRulesController, LineApi, LineController
from live.presenting.controllers import PresentingApi, PresentingController
from live.reports.controllers import ReportApi, ReportController
from live.schedule.controllers import ReminderController as SessionReminderController
from live.schedule.controllers import ScheduleApi, ScheduleController
from live.sessions.controllers import SessionApi, SessionController
from live.sockets.controllers import hall_socket
from live.talks.controllers import OpenTalkController, TalkApi, TalkController
from matching.coverage.controllers import (
    CampaignCoverageApi,
    CampaignCoverageController,
    CoverageApi,
    CoverageController,
)
from matching.decisions.controllers import DecisionApi, DecisionController
from matching.explanations.controllers import ExplanationApi, ExplanationController
from matching.floor.controllers import FloorApi, FloorController
from matching.objections.controllers import ObjectionApi, ObjectionController
from matching.openings.controllers import OpeningApi, OpeningController
from matching.preselection.controllers import PreselectionApi, PreselectionController
from matching.proposals.controllers import ProposalApi, ProposalController
from matching.questions.controllers import QuestionApi, QuestionController
from matching.sheet.controllers import SheetApi, SheetController
from matching.tracks.controllers import TrackApi, TrackController
from matching.tuning.controllers import TuningApi, TuningController
from reference.controllers import ReferenceApi
from web.api_reference import ApiReferenceController
from web.health import healthz, readyz
from web.home import HomeController
from web.imports.controllers import ImportApi, ImportController
from web.letterbox.controllers import LetterBoxController
from web.workbook.controllers import WorkbookApi, WorkbookController

PAGES: tuple[ControllerRouterHandler, ...] = (
    HomeController,
    SignInController,
    SignOutController,
    CompanyController,
    NewCompanyController,
    InvitationController,
    FollowUpController,
    HandOverController,
    AbsenceController,
    NeedController,
    CandidateController,
    StatisticsController,
    PreselectionChoiceController,
    SignedPreselectionController,
    EventController,
    EventDeskController,
    CampaignController,
    CampaignDeskController,
    ContentsController,
    PartnerDeskController,
    PartnerController,
    PartnerInvitationController,
    FiguresController,
    FiguresDeskController,
    PartnerFiguresController,
    RegistrationController,
    PreselectionController,
    FloorController,
    SheetController,
    TrackController,
    CoverageController,
    CampaignCoverageController,
    OpeningController,
    DecisionController,
    TuningController,
    QuestionController,
    MobilityController,
    ResumeController,
    ObjectionController,
    ProposalController,
    ExplanationController,
    IntroductionController,
    HoursController,
    BookingController,
    HoldController,
    LimitsController,
    SignedInterviewController,
    AgainController,
    MovingController,
    TimetableController,
    PlacingController,
    RotaController,
    RoundsController,
    PlannedController,
    PlannedPaperController,
    WaitingController,
    OfferController,
    WaitingDeskController,
    ChangeController,
    SignedKeepController,
    SignedMoveController,
    CandidateReplyController,
    CompanyReplyController,
    MailboxController,
    AgendaController,
    CalendarController,
    FeedController,
    ReminderController,
    PaperController,
    SignedBookController,
    LetterController,
    DayController,
    HallController,
    DeviceCheckController,
    LineController,
    HallRulesController,
    OpenTalkController,
    TalkController,
    ReportController,
    AnnouncementController,
    ScheduleController,
    SessionController,
    SessionReminderController,
    PresentingController,
    ControlRoomController,
    StandRoomController,
    BasketController,
    BoardController,
    FillingController,
    RehearsalController,
    CopyController,
    CapacityController,
    MoreTimesController,
    FairnessController,
    RelevanceController,
    ImportController,
    WorkbookController,
    ApiReferenceController,
)
API: tuple[ControllerRouterHandler, ...] = (
    ReferenceApi,
    CompanyApi,
    PortfolioApi,
    AbsenceApi,
    NeedApi,
    CandidateApi,
    StatisticsApi,
    EventApi,
    EventDeskApi,
    CampaignApi,
    PublicCampaignApi,
    ContentsApi,
    PartnerDeskApi,
    PartnerApi,
    FiguresApi,
    PartnerFiguresApi,
    RegistrationApi,
    PreselectionApi,
    FloorApi,
    SheetApi,
    TrackApi,
    CoverageApi,
    CampaignCoverageApi,
    OpeningApi,
    DecisionApi,
    TuningApi,
    QuestionApi,
    MobilityApi,
    ResumeApi,
    ObjectionApi,
    ProposalApi,
    ExplanationApi,
    IntroductionApi,
    HoursApi,
    BookingApi,
    HoldApi,
    LimitsApi,
    ChangeApi,
    MovingApi,
    TimetableApi,
    PlacingApi,
    RotaApi,
    RoundsApi,
    PlannedApi,
    WaitingApi,
    WaitingDeskApi,
    CalendarApi,
    ReminderApi,
    PaperApi,
    LetterApi,
    ReplyApi,
    MailboxApi,
    DayApi,
    HallApi,
    LineApi,
    HallRulesApi,
    TalkApi,
    ReportApi,
    AnnouncementApi,
    ScheduleApi,
    SessionApi,
    PresentingApi,
    ControlRoomApi,
    StandRoomApi,
    BasketApi,
    BoardApi,
    FillingApi,
    RehearsalApi,
    CopyApi,
    CapacityApi,
    MoreTimesApi,
    FairnessApi,
    RelevanceApi,
    ImportApi,
    WorkbookApi,
)
SOCKETS: tuple[ControllerRouterHandler, ...] = (hall_socket,)
HEALTH: tuple[ControllerRouterHandler, ...] = (healthz, readyz)
DEMO: tuple[ControllerRouterHandler, ...] = (LetterBoxController,)
