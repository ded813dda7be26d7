"""Who reacts to what happens below, on one page; each reaction runs in the same transaction."""

from sqlalchemy.ext.asyncio import AsyncSession

from candidates.profiles.facts import PreselectionJoined, PreselectionLeft, ProfileChanged
from employers.needs.facts import NeedAmended, NeedWithdrawn
from events.planning.facts import EventCancelled
from events.registrations import service as registrations
from events.registrations.facts import SeatFreed
from interviews.bookings import queries as bookings
from interviews.bookings import service as interviews
from interviews.bookings import telling
from interviews.bookings.facts import CalledOff, Concluded, SlotFreed
from interviews.bookings.models import Interview
from interviews.bookings.schemas import Cause
from interviews.offers import service as offers
from interviews.rota import service as rota
from interviews.slots import service as slots
from interviews.slots.facts import SlotsOpened
from interviews.timetable import offering as timetables
from interviews.waiting import service as waiting
from interviews.waiting.facts import PlaceGivenUp
from kit import clock
from kit.facts import Reactions
from kit.mail.orders import Writers
from live.exclusions.facts import Removed
from live.lines import service as lines
from live.lines.facts import Called, Ended, HandedOver
from live.talks import service as talks
from matching.proposals import service as proposals
from matching.shortlists import making
from matching.shortlists import service as shortlists


async def _cancel_interviews_of_event(session: AsyncSession, fact: EventCancelled) -> None:
    live = await bookings.live_at(session, Interview.event_id == fact.event_id, Interview.starts_at > clock.now())
    await interviews.cancel_all(session, fact.by_id, live, Cause.EVENT)
    await slots.withdraw_all(session, fact.event_id)
    await waiting.close(session, fact.event_id)
    await timetables.close(session, fact.event_id)
    await registrations.order_cancelled(session, fact.event_id)


async def _cancel_interviews_of_need(session: AsyncSession, fact: NeedWithdrawn) -> None:
    live = await bookings.live_at(session, Interview.need_id == fact.need_id, Interview.starts_at > clock.now())
    await interviews.cancel_all(session, fact.by_id, live, Cause.NEED)
    await proposals.withdraw_for_need(session, fact.need_id)
    for interview in live:
        await offers.offer_slot(session, interview.slot_id)


async def _touch_lists_of_candidate(session: AsyncSession, fact: ProfileChanged) -> None:
    await making.touch(session, candidate_id=fact.candidate_id)


async def _touch_lists_of_need(session: AsyncSession, fact: NeedAmended) -> None:
    await making.touch(session, need_id=fact.need_id)


async def _offer_freed_slot(session: AsyncSession, fact: SlotFreed) -> None:
    await offers.offer_slot(session, fact.slot_id)


async def _seat_recruiters(session: AsyncSession, fact: SlotsOpened) -> None:
    await rota.follow(session, fact.stand_id)


async def _offer_opened_slots(session: AsyncSession, fact: SlotsOpened) -> None:
    await offers.offer_slots(session, fact.slot_ids)


async def _offer_freed_seat(session: AsyncSession, fact: SeatFreed) -> None:
    await offers.offer_seat(session, fact.event_id, fact.format)


async def _take_off_the_lists(session: AsyncSession, fact: PreselectionLeft) -> None:
    await shortlists.leave(session, fact.by_id, fact.candidate_id)


async def _note_who_joined(session: AsyncSession, fact: PreselectionJoined) -> None:
    await shortlists.join(session, fact.by_id, fact.candidate_id)


async def _end_places_of_removed(session: AsyncSession, fact: Removed) -> None:
    await lines.end_all(session, fact.event_id, fact.person_id)


REACTIONS: Reactions = {
    PreselectionLeft: (_take_off_the_lists,),
    PreselectionJoined: (_note_who_joined,),
    SlotFreed: (_offer_freed_slot,),
    SlotsOpened: (_seat_recruiters, _offer_opened_slots),
    SeatFreed: (_offer_freed_seat,),
    PlaceGivenUp: (offers.pass_on,),
    EventCancelled: (_cancel_interviews_of_event,),
    ProfileChanged: (_touch_lists_of_candidate,),
    NeedAmended: (_touch_lists_of_need,),
    NeedWithdrawn: (_cancel_interviews_of_need,),
    Removed: (_end_places_of_removed,),
    Called: (talks.open_for_entry,),
    HandedOver: (talks.follow,),
    Ended: (talks.close_for_entry,),
    Concluded: (talks.close_for_interview,),
    CalledOff: (talks.close_for_interview,),
}

# Who writes which letters that were ordered.
WRITERS: Writers = {
    **timetables.WRITERS,
    **telling.WRITERS,
    **registrations.WRITERS,
    **waiting.WRITERS,
    **proposals.WRITERS,
}
