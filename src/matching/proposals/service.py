"""What can happen to a proposal."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from candidates.profiles.models import Candidate
from employers.needs.models import Need
from events.planning.models import Event, EventStatus
from kit import channels, clock
from kit.channels import Channel
from kit.i18n import speaking
from kit.mail import orders
from kit.mail.orders import LetterOrder, Writers
from kit.upserts import insert
from matching.corrections import service as corrections
from matching.corrections.schemas import CorrectionForm
from matching.decisions.models import Act
from matching.objections import service as objections
from matching.objections.schemas import ObjectionForm
from matching.proposals import notifications, queries
from matching.proposals.errors import AlreadyAnswered, DeclineReason
from matching.proposals.models import Proposal, ProposalStatus
from matching.shortlists import service as shortlists
from matching.shortlists.models import Match

PROPOSED = "interview proposed"


async def send(session: AsyncSession, adviser: Viewer, event: Event, need: Need) -> int:
    """Write at once to every kept candidate who was not written to yet; return how many. Sending twice sends once."""
    proposals = await _propose(session, adviser, await queries.unwritten(session, event, need), clock.now())
    for proposal in proposals:
        await _write(session, proposal)
    return len(proposals)


async def send_later(session: AsyncSession, adviser: Viewer, matches: Sequence[Match], at: datetime) -> list[UUID]:
    """Propose to these kept candidates; the letters leave, and the candidates see it, at this moment, not before."""
    proposals = await _propose(session, adviser, matches, at)
    for proposal in proposals:
        orders.order(session, PROPOSED, proposal.id, 0, not_before=at)
    return [proposal.id for proposal in proposals]


async def take_back(session: AsyncSession, ids: Sequence[UUID]) -> bool:
    """Take proposals back whose letters have not left; say whether all of them could be."""
    unsent = delete(Proposal).where(Proposal.id.in_(ids), Proposal.sent_at > clock.now()).returning(Proposal.id)
    gone = list(await session.scalars(unsent.execution_options(synchronize_session=False)))
    ordered = (LetterOrder.kind == PROPOSED, LetterOrder.about.in_(gone))
    letters = list(await session.scalars(delete(LetterOrder).where(*ordered).returning(LetterOrder.id)))
    return len(gone) == len(letters) == len(ids)


async def write(session: AsyncSession, ordered: LetterOrder) -> None:
    """Write the letter of a proposal that could be undone until now, if it stands."""
    proposal = await session.get(Proposal, ordered.about)
    if proposal is None or proposal.status is not ProposalStatus.SENT:
        return
    if (await session.get_one(Event, proposal.event_id)).status is not EventStatus.CANCELLED:
        await _write(session, proposal)


async def accept(session: AsyncSession, viewer: Viewer, candidate: Candidate, proposal: Proposal) -> None:
    """Say yes; a time is chosen next. Raises AlreadyAnswered."""
    await _answer(session, viewer, candidate, proposal, ProposalStatus.ACCEPTED)


async def decline(session: AsyncSession, viewer: Viewer, candidate: Candidate, proposal: Proposal, reason: str) -> None:
    """Say no, with a reason. Raises DeclineReason or AlreadyAnswered."""
    if not reason.strip():
        raise DeclineReason
    await _answer(session, viewer, candidate, proposal, ProposalStatus.DECLINED, reason.strip())


async def correct(
    session: AsyncSession, viewer: Viewer, candidate: Candidate, proposal: Proposal, form: CorrectionForm
) -> None:
    """Answer a question of the reasons, or put one right; the score is made again, and the change is kept.

    Raises NothingToCorrect or WrongAnswer.
    """
    await corrections.take(session, viewer, candidate, await session.get_one(Match, proposal.match_id), form)


async def contest(
    session: AsyncSession, viewer: Viewer, candidate: Candidate, proposal: Proposal, form: ObjectionForm
) -> None:
    """Say in words why a reason is wrong; a named adviser answers. Raises NothingToContest."""
    await objections.contest(session, viewer, candidate, await session.get_one(Match, proposal.match_id), form)


async def withdraw_for_need(session: AsyncSession, need_id: UUID) -> None:
    """Take back what was proposed for a need that is no longer; what nobody has read yet goes without a trace."""
    await session.execute(delete(Proposal).where(Proposal.need_id == need_id, Proposal.sent_at > clock.now()))
    await session.execute(
        update(Proposal)
        .where(Proposal.need_id == need_id, Proposal.status.in_((ProposalStatus.SENT, ProposalStatus.ACCEPTED)))
        .values(status=ProposalStatus.WITHDRAWN)
    )


async def _propose(session: AsyncSession, adviser: Viewer, matches: Sequence[Match], at: datetime) -> list[Proposal]:
    """Note the proposals, once for each match whoever asks, and log them under the adviser's name."""
    noted = {}
    for match in matches:
        same = {name: getattr(match, name) for name in ("event_id", "need_id", "candidate_id")}
        row = insert(session, Proposal).values(
            id=uuid4(), match_id=match.id, **same, status=ProposalStatus.SENT, sent_by_id=adviser.id, sent_at=at
        )
        once = row.values(reason="").on_conflict_do_nothing(index_elements=["match_id"]).returning(Proposal.id)
        if id_ := await session.scalar(once):
            noted[id_] = match
    await shortlists.note(session, adviser.id, list(noted.values()), Act.PROPOSED)
    known = await candidates.with_person(session, [match.candidate_id for match in noted.values()])
    for id_, match in noted.items():
        for_id = known[match.candidate_id].person_id
        audit.note(session, adviser.id, "proposed an interview", id_, for_id=for_id)
    return list(await session.scalars(select(Proposal).where(Proposal.id.in_(noted))))


async def _write(session: AsyncSession, proposal: Proposal) -> None:
    person = (await candidates.with_person(session, [proposal.candidate_id]))[proposal.candidate_id].person
    if channels.of(person.email, person.phone) is Channel.PAPER:
        return
    with speaking(person.speaks):
        shown = await queries.view(session, proposal)
    letter = notifications.proposed(person, shown)
    channels.post(session, letter, phone=person.phone, until=shown.event_starts_at, about=proposal.id)


async def _answer(
    session: AsyncSession,
    viewer: Viewer,
    candidate: Candidate,
    proposal: Proposal,
    status: ProposalStatus,
    reason: str = "",
) -> None:
    answered = (
        update(Proposal)
        .where(Proposal.id == proposal.id, Proposal.status == ProposalStatus.SENT)
        .values(status=status, answered_at=clock.now(), reason=reason)
    )
    if await session.scalar(answered.returning(Proposal.id)) is None:
        raise AlreadyAnswered
    proposal.status = status
    audit.note(session, viewer.id, f"{status.value} a proposal", proposal.id, for_id=candidate.person_id)


WRITERS: Writers = {PROPOSED: write}
