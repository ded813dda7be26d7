"""What a message in the mailbox changes."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import getaddresses
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit import service as audit
from accounts.people.models import Person
from accounts.people.schemas import Viewer
from interviews.answers.models import Side
from interviews.answers.rules import interview_in
from interviews.bookings import queries as bookings
from interviews.bookings.models import Interview, InterviewStatus
from interviews.bookings.notifications import ANSWER
from interviews.mailbox import queries, rules
from interviews.mailbox.models import RefusedReply, Why
from interviews.mailbox.rules import Refused, Sender, Standing
from interviews.replies import queries as replied
from interviews.replies import service as replies
from kit import clock, itip, settings, tokens
from kit.errors import NotFound
from kit.itip import Answer, Attendee, Kind
from kit.mail import addresses, bounces, inbox, outbox, proof
from kit.mail.incoming import Incoming, Unreadable
from kit.mail.outbox import OutboxLetter

TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
EXCERPT = 600
MOST_PROPOSALS = 5


async def take(session: AsyncSession, incoming: Incoming) -> None:
    """Do what a message asks for, or list it for an adviser; the same message sent again changes nothing."""
    try:
        if await inbox.seen_before(session, incoming):
            raise Refused(Why.REPLAYED, rules.AGAIN)
        if (bounce := bounces.read(incoming)) is not None:
            await _bounced(session, bounce)
            return
        if not incoming.whole:
            raise Refused(Why.UNREADABLE, rules.TOO_LARGE)
        answers = itip.answers(incoming)
        for answer in answers:
            await _take_one(session, incoming, answer)
        if not answers and not incoming.automatic:
            raise Refused(Why.BY_HAND, rules.WRITTEN)
    except Refused as refused:
        await _list(session, incoming, refused.why, refused.detail, None)
    except Unreadable as wrong:
        await _list(session, incoming, Why.UNREADABLE, rules.BROKEN, None, technical=str(wrong))


async def give_up(session: AsyncSession, incoming: Incoming, why: str) -> None:
    """List a message that broke what reads it."""
    await _list(session, incoming, Why.UNREADABLE, rules.BROKEN, None, technical=why)


async def settle(session: AsyncSession, viewer: Viewer, reply: RefusedReply) -> None:
    """Put a message aside that somebody has looked at; twice is once."""
    seen = update(RefusedReply).where(RefusedReply.id == reply.id, RefusedReply.settled_at.is_(None))
    await session.execute(seen.values(settled_at=clock.now(), settled_by_id=viewer.id))
    audit.note(session, viewer.id, "looked at an answer", reply.id)


async def write_again(session: AsyncSession, viewer: Viewer, bounced: bounces.BouncedAddress) -> None:
    """Write to an address again that had bounced."""
    await bounces.forget(session, bounced.address)
    audit.note(session, viewer.id, "had an address written to again", bounced.letter_id)


async def forget_old(session: AsyncSession, settled_before: timedelta, older_than: timedelta) -> None:
    """Delete messages that were looked at, and those that nobody will look at any more."""
    now = clock.now()
    await session.execute(delete(RefusedReply).where(RefusedReply.settled_at < now - settled_before))
    await session.execute(delete(RefusedReply).where(RefusedReply.arrived_at < now - older_than))


async def _take_one(session: AsyncSession, incoming: Incoming, answer: Answer) -> None:
    interview: Interview | None = None
    try:
        interview = await _interview(session, answer)
        await _answered(session, incoming, answer, interview)
    except Refused as refused:
        await _list(session, incoming, refused.why, refused.detail, interview)


async def _interview(session: AsyncSession, answer: Answer) -> Interview:
    domain = settings.current().mail_from.partition("@")[2]
    interview_id = interview_in(answer.uid, domain)
    if interview_id is None:
        raise Refused(Why.FOREIGN, rules.NOT_OURS)
    try:
        return await bookings.interview_behind(session, interview_id)
    except NotFound as nobody:
        raise Refused(Why.FOREIGN, rules.NOT_OURS) from nobody


async def _answered(session: AsyncSession, incoming: Incoming, answer: Answer, interview: Interview) -> None:
    person, side, attendee = await _who(session, incoming, answer, interview)
    before = await replied.answer_of(session, interview.id, person.id)
    if before and before.sequence != interview.sequence:
        before = None
    standing = Standing(
        booked=interview.status is InterviewStatus.BOOKED,
        begun=interview.starts_at <= clock.now(),
        sequence=interview.sequence,
        said_before=before.said if before else None,
        stamped_before=before.stamped_at if before else None,
    )
    said = attendee.said if answer.kind is Kind.REPLY else None
    rules.check_standing(standing, answer.sequence, answer.stamped_at, said)
    if answer.kind is Kind.COUNTER:
        starts_at = _proposed(answer, interview)
        if await replied.proposals_by(session, interview, person.id) >= MOST_PROPOSALS:
            raise Refused(Why.BY_HAND, rules.TOO_OFTEN)
        await replies.propose(session, interview, person, side, starts_at, answer.comment)
    elif attendee.said is None:
        raise Refused(Why.UNREADABLE, rules.NEITHER)
    elif not await replies.answer(session, interview, person, side, attendee.said, answer.stamped_at):
        raise Refused(Why.TOO_LATE, rules.NOT_IN_TIME)


async def _who(
    session: AsyncSession, incoming: Incoming, answer: Answer, interview: Interview
) -> tuple[Person, Side, Attendee]:
    """Return who answers, once it is sure. Raises Refused."""
    chosen = settings.current()
    came_to = [address for name in TO for _, address in getaddresses(incoming.headers(name))]
    sender = Sender(
        address=incoming.sender,
        secrets=rules.secrets_in([answer.organiser], came_to),
        proof=proof.sender_of(incoming, chosen.imap_authserv_id),
    )
    refused = Refused(Why.FORGED, rules.NOT_INVITED)
    for person, side in await replied.invited(session, interview):
        for attendee in answer.attendees:
            if not addresses.same(attendee.address, person.email or ""):
                continue
            secret = tokens.tag(ANSWER, interview.id, person.id) if chosen.mail_plus else None
            try:
                rules.check_sender(sender, attendee, secret, proof_wanted=bool(chosen.imap_authserv_id))
            except Refused as wrong:  # a counter names everybody: one of them must fit
                refused = wrong
            else:
                return person, side, attendee
    raise refused


def _proposed(answer: Answer, interview: Interview) -> datetime:
    if answer.starts_at is None:
        raise Refused(Why.UNREADABLE, rules.NO_TIME)
    starts_at = answer.starts_at
    starts_at = (starts_at if starts_at.tzinfo else starts_at.replace(tzinfo=interview.event.zone)).astimezone(UTC)
    if starts_at == interview.starts_at:
        raise Refused(Why.BY_HAND, rules.SAME_TIME)
    return starts_at


async def _bounced(session: AsyncSession, bounce: bounces.Bounce) -> None:
    """Mark the letter that came back, and its address; a delay changes nothing."""
    if bounce.action != "failed":
        return
    now = clock.now()
    why = f"{bounce.status} {bounce.why}".strip()
    letter = await outbox.mark_bounced(session, bounce.letter_id, now, why) if bounce.letter_id else None
    if letter is None:
        raise Refused(Why.FOREIGN, rules.NOT_OUR_LETTER)
    blamed = bounce.blames_address and any(addresses.same(one, letter.recipient) for one in bounce.recipients)
    await bounces.note(session, letter.recipient, letter.id, now, why, blamed=blamed)


async def _list(
    session: AsyncSession,
    incoming: Incoming,
    why: Why,
    detail: str,
    interview: Interview | None,
    technical: str = "",
) -> None:
    """List a message for the adviser of the interview, or of who sent it; what nobody can place has no excerpt."""
    interview = interview or await _answered_letter(session, incoming)
    territory_id: UUID | None = interview.need.company.territory_id if interview else None
    territory_id = territory_id or await queries.territory_of_sender(session, incoming.sender)
    session.add(
        RefusedReply(
            why=why,
            detail=detail,
            sender=incoming.sender or incoming.header("from")[:200],
            subject=incoming.subject[:200],
            excerpt=(_excerpt(incoming) if why is Why.BY_HAND else technical) if territory_id else "",
            arrived_at=incoming.arrived_at,
            interview_id=interview.id if interview else None,
            territory_id=territory_id,
        )
    )
    await session.flush()


async def _answered_letter(session: AsyncSession, incoming: Incoming) -> Interview | None:
    """Return the interview of the letter that was answered; only its recipient knows its Message-ID."""
    for name in ("in-reply-to", "references"):
        letter_id = bounces.letter_in(incoming.header(name))
        letter = await session.get(OutboxLetter, UUID(letter_id)) if letter_id else None
        if letter and letter.about:
            with suppress(NotFound):
                return await bookings.interview_behind(session, letter.about)
    return None


def _excerpt(incoming: Incoming) -> str:
    try:
        return incoming.written().replace("\0", "")[:EXCERPT]
    except Unreadable:
        return ""
