"""Reading proposals."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from employers.needs import queries as needs
from employers.needs.models import Need
from events.planning.models import Event
from kit import clock
from kit.errors import NotFound
from matching.corrections import queries as corrections
from matching.objections import queries as objections
from matching.proposals.models import Proposal
from matching.proposals.schemas import Correctable, ProposalView
from matching.scoring.rules import kept
from matching.scoring.rules.criteria import Criterion, Name, Verdict
from matching.scoring.rules.words import Reader
from matching.shortlists import queries as shortlists
from matching.shortlists.models import Decision, Match
from reference.labels import labels
from reference.occupations import queries as occupations

_SEVERAL = (Name.SKILLS, Name.CONDITIONS, Name.LANGUAGES, Name.LICENCES)


async def unwritten(session: AsyncSession, event: Event, need: Need) -> list[Match]:
    """Return who was kept and not written to yet; who left the preselection since, only if they were added by hand."""
    willing = select(Candidate.id).where(Candidate.preselect)
    waiting = select(Match).where(
        Match.event_id == event.id,
        Match.need_id == need.id,
        Match.decision == Decision.KEPT,
        Match.id.not_in(select(Proposal.match_id)),
        or_(Match.by_hand, Match.candidate_id.in_(willing)),
    )
    return list(await session.scalars(waiting.order_by(Match.id)))


async def proposal_of(session: AsyncSession, candidate: Candidate, proposal_id: UUID) -> Proposal:
    """Return a proposal to this candidate; raises NotFound for any other, and for one that can still be undone."""
    mine = (Proposal.id == proposal_id, Proposal.candidate_id == candidate.id, Proposal.sent_at <= clock.now())
    proposal = await session.scalar(select(Proposal).where(*mine))
    if proposal is None:
        raise NotFound
    return proposal


async def proposal_for(
    session: AsyncSession, viewer: Viewer, candidate_id: UUID, proposal_id: UUID
) -> tuple[Candidate, Proposal]:
    """Return a candidate and a proposal to them, for who may act for them; raises NotFound for anybody else."""
    candidate = await candidates.candidate_of(session, viewer, candidate_id)
    return candidate, await proposal_of(session, candidate, proposal_id)


async def proposals_of(session: AsyncSession, candidate: Candidate) -> list[ProposalView]:
    """Return the proposals to a candidate, the latest first; none that can still be undone."""
    sent = (Proposal.candidate_id == candidate.id, Proposal.sent_at <= clock.now())
    rows = select(Proposal).where(*sent).order_by(Proposal.sent_at.desc())
    return await views(session, await session.scalars(rows))


async def states(session: AsyncSession, event_id: UUID, need_id: UUID) -> dict[UUID, str]:
    """Return the state of each match that was proposed."""
    rows = await session.execute(
        select(Proposal.match_id, Proposal.status).where(Proposal.event_id == event_id, Proposal.need_id == need_id)
    )
    return {match_id: status.value for match_id, status in rows}


async def view(session: AsyncSession, proposal: Proposal) -> ProposalView:
    """Describe one proposal with its reasons."""
    [described] = await views(session, [proposal])
    return described


async def views(session: AsyncSession, proposals: Iterable[Proposal]) -> list[ProposalView]:
    """Describe proposals with their reasons, in the order given."""
    listed = list(proposals)
    matches = {m.id: m for m in await _rows(session, Match, [p.match_id for p in listed])}
    events = {e.id: e for e in await _rows(session, Event, [p.event_id for p in listed])}
    asked = {n.id: n for n in await _rows(session, Need, [p.need_id for p in listed])}
    cards = {card.id: card for card in await needs.cards(session, asked.values())}
    reasons = await shortlists.explain(session, matches.values(), Reader.CANDIDATE)
    fixes = await _correctable(session, matches.values())
    open_ = await corrections.questions(session, matches.values())
    contested = await objections.about(session, matches)
    senders = await people.names(session, [p.sent_by_id for p in listed])
    return [
        ProposalView(
            id=p.id,
            candidate_id=p.candidate_id,
            event_id=p.event_id,
            event=events[p.event_id].title,
            event_starts_at=events[p.event_id].starts_at,
            timezone=events[p.event_id].timezone,
            need=cards[p.need_id],
            description=asked[p.need_id].description,
            status=p.status,
            criteria=reasons[p.match_id],
            correctable=fixes[p.match_id],
            questions=open_[p.match_id],
            objections=contested.get(p.match_id, []),
            adviser=senders[p.sent_by_id],
        )
        for p in listed
    ]


async def _rows(session: AsyncSession, table: type[Any], ids: Iterable[UUID]) -> list[Any]:
    return list(await session.scalars(select(table).where(table.id.in_(set(ids)))))


async def _correctable(session: AsyncSession, matches: Iterable[Match]) -> dict[UUID, list[Correctable]]:
    """Return what a candidate may put right: everything that was denied; what is open is a question."""
    found = {match.id: [fix for raw in match.criteria for fix in _fixes(kept.criterion(raw))] for match in matches}
    codes = {value for fixes in found.values() for _, value in fixes}
    names = labels() | await occupations.skill_names(session, codes)
    return {
        id_: [Correctable(name=name, value=value, label=names.get(value, value)) for name, value in fixes]
        for id_, fixes in found.items()
    }


def _fixes(criterion: Criterion) -> list[tuple[str, str]]:
    if criterion.name is Name.CONTRACT and criterion.verdict is Verdict.NOT_MET:
        return [("contracts", criterion.evidence["contract"])]
    if criterion.name in _SEVERAL:
        return [(criterion.name.value, value) for value in criterion.evidence.get("lacking", [])]
    return []
