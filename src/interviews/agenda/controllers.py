"""The candidate's page over HTTP."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from candidates.profiles import queries as candidates
from events.programme import queries as programme
from events.programme.schemas import EventFilter
from events.registrations import queries as registrations
from interviews.bookings import queries as bookings
from interviews.bookings.models import InterviewStatus
from interviews.timetable import queries as timetables
from interviews.timetable.notifications import planned_path
from interviews.waiting import queries as waiting
from interviews.waiting.notifications import offer_path
from kit import channels, clock
from matching.proposals import queries as proposals
from matching.proposals.models import ProposalStatus


class AgendaController(Controller):
    """What is next for a candidate: for themselves, or for who helps them."""

    path = "/candidates/{candidate_id:uuid}"
    include_in_schema = False
    dependencies = {"viewer": only(Role.CANDIDATE, Role.HELPER, Role.ADVISER)}  # noqa: RUF012

    @get("/")
    async def show(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], candidate_id: FromPath[UUID]
    ) -> Template:
        """Show one card of what is next, then proposals, interviews and events."""
        candidate = await candidates.candidate_of(session, viewer, candidate_id)
        interviews = await bookings.interviews_of(session, candidate)
        live = [i for i in interviews if i.status is InterviewStatus.BOOKED]
        listed = await proposals.proposals_of(session, candidate)
        timed = {i.proposal_id for i in live}
        context = {
            "candidate": await candidates.view(session, candidate),
            "helpers": await candidates.helpers(session, candidate),
            "mine": candidate.id == viewer.candidate_id,
            "next": next((i for i in live if i.ends_at > clock.now()), None),
            "interviews": interviews,
            "proposals": listed,
            "to_book": [p for p in listed if p.status is ProposalStatus.ACCEPTED and p.id not in timed],
            "lists": await waiting.waiting_of(session, candidate),
            "offer_path": offer_path,
            "planned": await timetables.planned_for(session, candidate),
            "planned_path": planned_path,
            "registered": await registrations.events_of(session, candidate.id),
            "events": (await programme.upcoming(session, EventFilter())).rows[:5],
            "channel": channels.of(candidate.person.email, candidate.person.phone),
            "viewer": viewer,
        }
        return Template("interviews/agenda/show.html", context=context)
