"""Reading explanations, through the door of the candidate's proposal."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people import queries as people
from kit import clock
from matching.decisions import queries as log
from matching.explanations import rules
from matching.explanations.rules import DataUsed
from matching.explanations.schemas import Explanation
from matching.objections import rules as objections
from matching.proposals import queries as proposals
from matching.proposals.models import Proposal
from matching.scoring.rules.facts import Offered
from matching.shortlists.models import Match
from reference.labels import labels
from reference.occupations import queries as occupations


async def explanation(session: AsyncSession, proposal: Proposal) -> Explanation:
    """Explain a proposal from what was kept when its score was made and when it was decided."""
    match = await session.get_one(Match, proposal.match_id)
    shown = await proposals.view(session, proposal)
    entry, offered = await log.scored_for(session, match.scored_in, proposal.candidate_id)
    who = await people.names(session, [one for one in (match.decided_by_id, proposal.sent_by_id) if one])
    versions: dict[str, Any] = {n: getattr(entry, n, None) for n in ("rules", "weights", "model", "register")}
    return Explanation(
        proposal_id=proposal.id,
        candidate_id=proposal.candidate_id,
        company=shown.need.company,
        job=shown.need.title,
        contribution=rules.contribution(by_hand=match.by_hand),
        data=await _data(session, offered) if offered else [],
        data_erased=offered is None,
        never_used=rules.never_used(),
        parameters=shown.criteria,
        score=round(match.score, 4),
        operations=rules.operations(),
        **versions | {"rules": match.version},
        decided_by=who.get(match.decided_by_id, "") if match.decided_by_id else "",
        decided_at=match.decided_at,
        sent_by=who.get(proposal.sent_by_id, ""),
        sent_at=proposal.sent_at,
        by_hand=match.by_hand,
        changes=rules.gains(shown.criteria),
        contest=rules.contest(),
        contest_until=proposal.sent_at + rules.CONTEST_FOR,
        answered_until=objections.due(clock.now(), shown.event_starts_at),
        timezone=shown.timezone,
    )


async def _data(session: AsyncSession, offered: Offered) -> list[DataUsed]:
    codes = rules.codes(offered)
    names = await occupations.skill_names(session, codes) | await occupations.names(session, codes)
    return rules.data(offered, labels() | names)
