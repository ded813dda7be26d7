"""Whatever the order of book, hold, move, cancel, wait and answer: the promises hold (hypothesis, stateful)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from candidates.profiles import service as candidates
from candidates.profiles.models import Candidate
from employers.companies.models import Company
from employers.needs.models import Need
from events.planning.models import Event
from events.stands.models import StandNeed
from interviews.bookings import queries
from interviews.bookings import service as bookings
from interviews.bookings.models import Interview
from interviews.holds import service as holds
from interviews.offers import service as offers
from interviews.slots.models import Slot
from interviews.waiting import queries as lists
from interviews.waiting import service as waiting
from interviews.waiting.models import WaitingEntry
from kit import clock, database
from kit.database import Sessions
from kit.errors import Refusal
from kit.mail.outbox import OutboxLetter
from matching.proposals.models import Proposal, ProposalStatus
from tests.postbox import calendar_of, write_letters
from tests.templates import Templates
from tests.world import World, candidate_form, open_need, proposed
from web import pages
from web.reactions import REACTIONS

PEOPLE, SLOTS = 4, 2
who = st.integers(0, PEOPLE)  # the last proposal is a second one to the first person
where = st.integers(0, SLOTS - 1)


class Lifecycle(RuleBasedStateMachine):
    """Four people, five proposals, two slots: soon everything is taken, and people wait."""

    templates: Templates

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.sequences: dict[str, int] = {}
        self.runner.run(self.prepare())

    async def prepare(self) -> None:
        pages.environment()
        url = await self.templates.copy(inhabited=True)
        self.engine = database.engine(url)
        self.sessions: Sessions = database.session_factory(self.engine, REACTIONS)
        assert self.templates.world
        self.world: World = self.templates.world
        async with self.sessions.begin() as session:
            self.proposals = await self.accepted(session)
            found = select(Slot.id).order_by(Slot.starts_at.desc(), Slot.id).limit(SLOTS)
            self.slots = list(await session.scalars(found))
            gone = update(Slot).where(Slot.id.not_in(self.slots))
            await session.execute(gone.values(withdrawn=True))

    async def accepted(self, session: AsyncSession) -> list[UUID]:
        event = await session.get_one(Event, self.world.event)
        need = await session.get_one(Need, self.world.need, options=[joinedload(Need.company)])
        company = await session.get_one(Company, self.world.company)
        other = await open_need(session, self.world.adviser, self.world.recruiter, company)
        session.add(StandNeed(stand_id=self.world.stand, need_id=other.id))
        first = await session.get_one(Candidate, self.world.candidate_id)
        made = [await session.get_one(Proposal, self.world.proposal)]
        for number in range(PEOPLE - 1):
            form = candidate_form(f"Person {number}", f"person{number}@example.org")
            person = await candidates.register(session, self.world.adviser, form)
            made.append((await proposed(session, self.world.adviser, event, need, person))[1])
        await session.flush()
        made.append((await proposed(session, self.world.adviser, event, other, first))[1])
        for proposal in made:
            proposal.status = ProposalStatus.ACCEPTED
        return [proposal.id for proposal in made]

    def do(self, act: Callable[[AsyncSession, Proposal, Candidate], Awaitable[Any]], at: int) -> None:
        async def run() -> None:
            try:
                async with self.sessions.begin() as session:
                    proposal = await session.get_one(Proposal, self.proposals[at])
                    found = select(Candidate).where(Candidate.id == proposal.candidate_id)
                    candidate = (await session.scalars(found.options(joinedload(Candidate.person)))).one()
                    await act(session, proposal, candidate)
            except Refusal:
                pass  # a rule said no: nothing may have changed

        self.runner.run(run())

    @rule(at=who, slot=where)
    def book(self, at: int, slot: int) -> None:
        self.do(lambda s, p, c: bookings.book(s, self.world.adviser, c, p, self.slots[slot]), at)

    @rule(at=who, slot=where)
    def hold(self, at: int, slot: int) -> None:
        self.do(lambda s, p, c: holds.hold(s, self.world.adviser, c, p, self.slots[slot]), at)

    @rule(at=who, slot=where)
    def extend(self, at: int, slot: int) -> None:
        self.do(lambda s, p, _: holds.extend(s, p, self.slots[slot]), at)

    @rule(at=who, slot=where)
    def move(self, at: int, slot: int) -> None:
        async def act(session: AsyncSession, proposal: Proposal, candidate: Candidate) -> None:
            if there := await queries.interview_for(session, proposal):
                interview = await queries.interview_of(session, candidate, there)
                await bookings.move(session, None, interview, self.slots[slot])

        self.do(act, at)

    @rule(at=who)
    def cancel(self, at: int) -> None:
        async def act(session: AsyncSession, proposal: Proposal, candidate: Candidate) -> None:
            if there := await queries.interview_for(session, proposal):
                await bookings.cancel(session, None, await queries.interview_of(session, candidate, there))

        self.do(act, at)

    @rule(at=who)
    def join(self, at: int) -> None:
        self.do(lambda s, p, c: waiting.join(s, self.world.adviser, c, p), at)

    @rule(at=who, yes=st.booleans())
    def answer_offer(self, at: int, yes: bool) -> None:
        async def act(session: AsyncSession, proposal: Proposal, _: Candidate) -> None:
            if entry := await lists.entry_for(session, proposal):
                await (waiting.accept(session, entry) if yes else waiting.leave(session, None, entry))

        self.do(act, at)

    @rule()
    def time_passes(self) -> None:
        async def run() -> None:
            async with self.sessions.begin() as session:
                past = clock.now() - timedelta(seconds=1)
                await session.execute(update(Slot).where(Slot.held_until.is_not(None)).values(held_until=past))
                await session.execute(
                    update(WaitingEntry).where(WaitingEntry.offer_until.is_not(None)).values(offer_until=past)
                )
            async with self.sessions.begin() as session:
                await offers.lapse(session)

        self.runner.run(run())

    @rule()
    def letters_are_written(self) -> None:
        self.runner.run(write_letters(self.sessions))

    @invariant()
    def nobody_and_nothing_is_in_two_places(self) -> None:
        for column, ends in (("slot_id", "starts_at"), ("proposal_id", "starts_at"), ("candidate_id", "busy_until")):
            two = (
                "SELECT count(*) FROM interview a JOIN interview b ON a.id < b.id "  # noqa: S608 - our own columns
                f"AND a.{column} = b.{column} AND a.status = 'booked' AND b.status = 'booked'"
                + (f" AND a.starts_at < b.{ends} AND b.starts_at < a.{ends}" if ends != "starts_at" else "")
            )
            assert self.count(two) == 0, column
        assert self.count("SELECT count(*) FROM interview WHERE status = 'booked'") <= SLOTS
        gone = "SELECT count(*) FROM interview JOIN slot ON slot.id = slot_id WHERE status = 'booked' AND withdrawn"
        assert self.count(gone) == 0

    @invariant()
    def an_interview_is_where_its_slot_is(self) -> None:
        apart = (
            "SELECT count(*) FROM interview i JOIN slot s ON s.id = i.slot_id WHERE i.status = 'booked' "
            "AND (i.starts_at != s.starts_at OR i.ends_at != s.ends_at OR i.stand_id != s.stand_id)"
        )
        assert self.count(apart) == 0

    @invariant()
    def sequences_only_grow(self) -> None:
        for id_, sequence in self.rows("SELECT id, sequence FROM interview"):
            assert sequence >= self.sequences.get(str(id_), 0)
            self.sequences[str(id_)] = sequence

    @invariant()
    def who_waits_is_served_in_order(self) -> None:
        rows = self.rows(
            "SELECT status, candidate_id FROM waiting_entry WHERE status IN ('waiting', 'offered') "
            "ORDER BY joined_at, id"
        )
        busy = {str(row[0]) for row in self.rows("SELECT candidate_id FROM interview WHERE status = 'booked'")}
        offered = {str(person) for status, person in rows if status == "offered"}
        later_offered = False
        for status, person in reversed(rows):
            # Passed over is only who could not come then: with another interview, or another offer.
            assert not (status == "waiting" and later_offered and str(person) not in busy | offered)
            later_offered = later_offered or status == "offered"

    def teardown(self) -> None:
        async def end() -> None:
            await write_letters(self.sessions)
            await self.check_letters()
            await self.engine.dispose()

        self.runner.run(end())
        self.runner.close()

    async def check_letters(self) -> None:
        """Every thread of letters: one UID, growing sequences, and the last word is the interview's own state."""
        async with self.sessions() as session:
            letters = list(await session.scalars(select(OutboxLetter).order_by(OutboxLetter.number)))
            interviews = {one.id: one for one in await session.scalars(select(Interview))}
        threads: dict[tuple[UUID, str], list[Any]] = {}
        for letter in letters:
            if letter.calendar and letter.about in interviews:
                [event] = calendar_of(letter.calendar).walk("VEVENT")
                threads.setdefault((letter.about, letter.recipient), []).append((letter.method, event))
        for (id_, _), sent in threads.items():
            told = [int(event["SEQUENCE"]) for _, event in sent]
            assert told == sorted(set(told))
            assert len({str(event["UID"]) for _, event in sent}) == 1
            method, last = sent[-1]
            live = interviews[id_].status == "booked"
            assert (method, last["DTSTART"].dt) == ("REQUEST" if live else "CANCEL", interviews[id_].starts_at)

    def rows(self, statement: str) -> list[Any]:
        async def read() -> list[Any]:
            async with self.engine.connect() as connection:
                return list(await connection.execute(text(statement)))

        return self.runner.run(read())

    def count(self, statement: str) -> int:
        return int(self.rows(statement)[0][0])


def test_the_promises_hold_in_whatever_order(templates: Templates) -> None:
    Lifecycle.templates = templates
    run_state_machine_as_test(
        Lifecycle,
        settings=settings(
            max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
