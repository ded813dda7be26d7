"""Reading introductions, through the door of who may see the need."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from candidates.profiles import queries as candidates
from employers.needs import queries as needs
from employers.needs.models import Need
from events.planning.models import Event
from interviews.bookings.models import Interview, InterviewStatus
from interviews.introductions.rules import Stage, is_named
from interviews.introductions.schemas import Introduction, Introductions, reason
from kit import clock
from kit.i18n import gettext
from matching.proposals.models import Proposal, ProposalStatus
from matching.scoring.rules.words import Reader
from matching.shortlists import queries as shortlists
from matching.shortlists.models import Match
from matching.shortlists.schemas import CriterionView
from matching.tracks import queries as tracks

_OPEN = (ProposalStatus.SENT, ProposalStatus.ACCEPTED)


async def introductions(session: AsyncSession, need: Need) -> Introductions:
    """Return who is proposed for a need, the first one first, each as the company may read them now."""
    blind = (await tracks.track_of(session, need.id)).blind
    sent = select(Proposal).where(Proposal.need_id == need.id, Proposal.sent_at <= clock.now())
    proposals = list(await session.scalars(sent.order_by(Proposal.sent_at, Proposal.id)))
    agreed = await _agreed(session, proposals)
    numbered = [(n, one) for n, one in enumerate(proposals, 1) if one.status in _OPEN or one.id in agreed]
    people = await candidates.with_person(session, [one.candidate_id for _, one in numbered])
    matches = select(Match).where(Match.id.in_([one.match_id for _, one in numbered]))
    said = await shortlists.explain(session, await session.scalars(matches), Reader.RECRUITER)
    events = {event.id: event for event in await _events(session, numbered)}
    [card] = await needs.cards(session, [need])
    return Introductions(
        need=card,
        blind=blind,
        candidates=[
            _introduction(
                number,
                one,
                agreed.get(one.id),
                blind=blind,
                name=people[one.candidate_id].person.name,
                event=events[one.event_id],
                criteria=said[one.match_id],
            )
            for number, one in numbered
        ],
    )


def _introduction(
    number: int,
    proposal: Proposal,
    interview: Interview | None,
    *,
    blind: bool,
    name: str,
    event: Event,
    criteria: list[CriterionView],
) -> Introduction:
    accepted = Stage.ACCEPTED if proposal.status is ProposalStatus.ACCEPTED else Stage.ASKED
    stage = Stage.BOOKED if interview else accepted
    named = is_named(stage, blind=blind)
    return Introduction(
        word=name if named else gettext("Candidate %(number)s") % {"number": number},
        named=named,
        stage=stage,
        event=event.title,
        starts_at=interview.starts_at if interview else None,
        timezone=event.timezone,
        interview_id=interview.id if interview else None,
        reasons=[reason(one) for one in criteria],
    )


async def _agreed(session: AsyncSession, proposals: Iterable[Proposal]) -> dict[UUID, Interview]:
    """Return the live interview of each proposal that has one."""
    rows = await session.scalars(
        select(Interview).where(
            Interview.proposal_id.in_([one.id for one in proposals]), Interview.status == InterviewStatus.BOOKED
        )
    )
    return {one.proposal_id: one for one in rows}


async def _events(session: AsyncSession, numbered: Iterable[tuple[int, Proposal]]) -> list[Event]:
    ids = {one.event_id for _, one in numbered}
    return list(await session.scalars(select(Event).where(Event.id.in_(ids))))
