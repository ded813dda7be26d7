"""Every controller of the product, on one page."""

from litestar.types import ControllerRouterHandler

from accounts.sign_in.controllers import SignInController, SignOutController
from candidates.profiles.controllers import CandidateApi, CandidateController
from employers.companies.controllers import CompanyApi, CompanyController, InvitationController, NewCompanyController
from employers.needs.controllers import NeedApi, NeedController
from events.programme.controllers import EventApi, EventController, EventDeskApi, EventDeskController
from events.registrations.controllers import RegistrationApi, RegistrationController
from insights.boards.controllers import BoardApi, BoardController
from interviews.agenda.controllers import AgendaController
from interviews.bookings.controllers import BookingApi, BookingController, SignedCancelController
from interviews.letters.controllers import LetterApi, LetterController
from interviews.slots.controllers import HoursApi, HoursController
from live.day.controllers import DayApi, DayController
from matching.preselection.controllers import PreselectionApi, PreselectionController
from matching.proposals.controllers import ProposalApi, ProposalController
from reference.controllers import ReferenceApi
from web.api_reference import ApiReferenceController
from web.health import healthz, readyz
from web.home import HomeController
from web.imports.controllers import ImportApi, ImportController
from web.letterbox.controllers import LetterBoxController

PAGES: tuple[ControllerRouterHandler, ...] = (
    HomeController,
    SignInController,
    SignOutController,
    CompanyController,
    NewCompanyController,
    InvitationController,
    NeedController,
    CandidateController,
    EventController,
    EventDeskController,
    RegistrationController,
    PreselectionController,
    ProposalController,
    HoursController,
    BookingController,
    SignedCancelController,
    AgendaController,
    LetterController,
    DayController,
    BoardController,
    ImportController,
    ApiReferenceController,
)
API: tuple[ControllerRouterHandler, ...] = (
    ReferenceApi,
    CompanyApi,
    NeedApi,
    CandidateApi,
    EventApi,
    EventDeskApi,
    RegistrationApi,
    PreselectionApi,
    ProposalApi,
    HoursApi,
    BookingApi,
    LetterApi,
    DayApi,
    BoardApi,
    ImportApi,
)
HEALTH: tuple[ControllerRouterHandler, ...] = (healthz, readyz)
DEMO: tuple[ControllerRouterHandler, ...] = (LetterBoxController,)
