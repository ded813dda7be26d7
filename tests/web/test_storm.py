"""A storm of real clients on real processes, which are killed in the middle of it."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from sqlalchemy import select, text, update

from accounts.keys.models import ApiKey
from accounts.people.models import Mandate, Person, Role
from candidates.profiles.models import Candidate
from events.planning.models import Event
from events.stands.models import Stand
from interviews.slots import service as slots
from interviews.slots.models import Slot
from interviews.slots.schemas import HoursForm
from kit import clock, tokens
from kit.database import Sessions
from kit.mail.orders import LetterOrder
from kit.mail.outbox import LetterStatus, OutboxLetter
from matching.proposals.models import Proposal, ProposalStatus
from matching.shortlists.models import Match
from tests.postbox import free_port
from tests.sink import Sink, sink
from tests.world import World

SLOTS, PEOPLE = 20, 200


class Booker(msgspec.Struct, frozen=True):
    """Somebody who may book, with their key."""

    path: str
    token: str


class Machine:
    """The product's processes on one database, to be killed and started again."""

    def __init__(self, folder: Path, database_url: str, smtp_port: int) -> None:
        self.port = free_port()
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TREMPLIN_")}
        self.environment = kept | {
            "TREMPLIN_DATA_DIR": str(folder),
            "TREMPLIN_DATABASE_URL": database_url,
            "TREMPLIN_SECRET": os.environ["TREMPLIN_SECRET"],
            "TREMPLIN_PORT": str(self.port),
            "TREMPLIN_SMTP_PORT": str(smtp_port),
            "TREMPLIN_MAIL_FIRST_RETRY_SECONDS": "1",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, verb: str) -> None:
        with (self.folder / f"{verb}.log").open("ab") as log:
            command = [sys.executable, "-m", "web.cli", verb]
            self.running[verb] = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)  # noqa: S603 - our own

    def kill(self, verb: str, sign: int = signal.SIGKILL) -> None:
        process = self.running.pop(verb)
        process.send_signal(sign)
        process.wait(20)


@pytest.fixture
def server() -> Iterator[Sink]:
    with sink() as running:
        yield running


@pytest.fixture
def machine(tmp_path: Path, database_url: str, server: Sink) -> Iterator[Machine]:
    made = Machine(tmp_path, database_url, server.port)
    yield made
    for verb in list(made.running):
        made.kill(verb)


async def crowd(sessions: Sessions, world: World) -> list[Booker]:
    """Make people with an accepted proposal and a key; leave twenty slots."""
    bookers = []
    async with sessions.begin() as session:
        like = await session.get_one(Candidate, world.candidate_id)
        match, proposal = await session.get_one(Match, world.match), await session.get_one(Proposal, world.proposal)
        for number in range(PEOPLE):
            ids = {"person": uuid4(), "candidate": uuid4(), "match": uuid4(), "proposal": uuid4()}
            session.add(Person(id=ids["person"], name=f"Person {number}", email=f"{number}@{number % 10}.example.org"))
            await session.flush()
            session.add(_copy(like, id=ids["candidate"], person_id=ids["person"], import_key=None))
            session.add(Mandate(person_id=ids["person"], role=Role.CANDIDATE, scope_id=ids["candidate"]))
            token = tokens.fresh()
            key = {"token_hash": tokens.hashed(token), "person_id": ids["person"], "made_at": clock.now()}
            session.add(ApiKey(role=Role.CANDIDATE, revoked_at=None, **key))
            await session.flush()
            session.add(_copy(match, id=ids["match"], candidate_id=ids["candidate"]))
            await session.flush()
            asked = {"id": ids["proposal"], "match_id": ids["match"], "candidate_id": ids["candidate"]}
            session.add(_copy(proposal, **asked, status=ProposalStatus.ACCEPTED))
            path = f"/api/v1/candidates/{ids['candidate']}/proposals/{ids['proposal']}/interview"
            bookers.append(Booker(path, token))
        event = await session.get_one(Event, world.event)
        day = event.starts_at.astimezone(event.zone).date()
        hours = {"first_day": day, "last_day": day, "opens": "14:00:00", "closes": "15:00:00"}
        stand = await session.get_one(Stand, world.stand)
        await slots.open_hours(session, world.adviser, event, stand, msgspec.convert(hours, HoursForm, strict=False))
        kept = select(Slot.id).order_by(Slot.starts_at, Slot.id).limit(SLOTS)
        await session.execute(update(Slot).where(Slot.id.not_in(kept)).values(withdrawn=True))
    return bookers


def _copy(row: Any, **changed: Any) -> Any:
    return type(row)(**{c.key: getattr(row, c.key) for c in row.__table__.columns} | changed)


async def until_answering(machine: Machine) -> None:
    async with asyncio.timeout(60), httpx.AsyncClient() as client:
        while True:
            try:
                await client.get(f"http://127.0.0.1:{machine.port}/healthz")
            except httpx.HTTPError:
                await asyncio.sleep(0.1)
            else:
                return


async def book(machine: Machine, client: httpx.AsyncClient, booker: Booker, slot: UUID) -> httpx.Response:
    """Ask, and ask again with the same key while no answer comes, as a good client does."""
    headers = {"authorization": f"Bearer {booker.token}", "idempotency-key": uuid4().hex}
    async with asyncio.timeout(120):
        while True:
            try:
                answer = await client.post(booker.path, json={"slot_id": str(slot)}, headers=headers)
            except httpx.HTTPError:
                await asyncio.sleep(0.2)
            else:
                return answer


async def until_all_left(sessions: Sessions) -> None:
    async with asyncio.timeout(120):
        while True:
            async with sessions() as session:
                ordered = await session.scalar(select(LetterOrder.id).limit(1))
                unsent = select(OutboxLetter.id).where(OutboxLetter.status != LetterStatus.SENT).limit(1)
                if ordered is None and await session.scalar(unsent) is None:
                    return
            await asyncio.sleep(0.3)


async def test_two_hundred_people_twenty_slots_and_two_crashes(
    sessions: Sessions, world: World, machine: Machine, server: Sink
) -> None:
    bookers = await crowd(sessions, world)
    async with sessions() as session:
        free = list(await session.scalars(select(Slot.id).where(Slot.withdrawn.is_(False))))
    machine.start("serve")
    machine.start("work")
    await until_answering(machine)
    limits = httpx.Limits(max_connections=50)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{machine.port}", limits=limits, timeout=30) as client:
        tries = [
            asyncio.create_task(book(machine, client, booker, free[at % SLOTS])) for at, booker in enumerate(bookers)
        ]
        for verb in ("serve", "work"):
            await asyncio.sleep(0.3)
            machine.kill(verb)
            machine.start(verb)
        answers = await asyncio.gather(*tries)
    counted = Counter(answer.status_code for answer in answers)
    assert counted == {201: SLOTS, 409: PEOPLE - SLOTS}
    async with sessions() as session:
        rows = list(await session.execute(text("SELECT id, slot_id FROM interview WHERE status = 'booked'")))
    assert {UUID(str(row[0])) for row in rows} == {UUID(a.json()["id"]) for a in answers if a.status_code == 201}
    assert len({row[1] for row in rows}) == SLOTS
    await until_all_left(sessions)
    async with sessions() as session:
        letters = list(await session.execute(select(OutboxLetter.id, OutboxLetter.about, OutboxLetter.recipient)))
    assert len({(about, to) for _, about, to in letters if about}) == len([1 for _, about, _ in letters if about])
    assert set(server.ids) == {f"<{id_}@tremplin.example>" for id_, _, _ in letters}
    assert set(server.ids.values()) <= {1, 2}


async def test_one_person_from_ten_connections_is_booked_once(
    sessions: Sessions, world: World, machine: Machine, server: Sink
) -> None:
    booker = (await crowd(sessions, world))[0]
    async with sessions() as session:
        free = list(await session.scalars(select(Slot.id).where(Slot.withdrawn.is_(False))))
    machine.start("serve")
    await until_answering(machine)
    address = f"http://127.0.0.1:{machine.port}"
    clients = [httpx.AsyncClient(base_url=address, timeout=30) for _ in range(10)]
    answers = await asyncio.gather(*(book(machine, c, booker, free[at]) for at, c in enumerate(clients)))
    for client in clients:
        await client.aclose()
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 9}
    async with sessions() as session:
        live = await session.scalar(text("SELECT count(*) FROM interview WHERE status = 'booked'"))
    assert live == 1
