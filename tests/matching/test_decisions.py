"""The decision log: it only grows, a change is found, a list comes out again, and nothing happens without a person."""

import asyncio
import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import joinedload

from accounts.people.schemas import Viewer
from candidates.profiles import service as candidates
from employers.needs.models import Need
from events.planning.models import Event
from kit import clock
from kit.database import Sessions
from matching.decisions import queries, service
from matching.decisions.models import Act, DecisionContent, DecisionEntry
from matching.decisions.rules import chain
from matching.decisions.rules.chain import Link, Sealed
from matching.decisions.rules.override import is_override
from matching.decisions.schemas import Checked, Draft
from matching.preselection import service as preselection
from matching.proposals import service as proposals
from matching.proposals.models import Proposal, ProposalStatus
from matching.shortlists import service as shortlists
from matching.shortlists.models import Decision, Match
from tests import postgresql
from tests.acting import Acting
from tests.world import World, candidate_form
from web.timetable import TIMETABLE

GUARDED = ("decision_entry", "decision_content")


async def crowd(sessions: Sessions, world: World, count: int = 5) -> None:
    """Register some cooks, and rank them for the world's need."""
    async with sessions.begin() as session:
        for number in range(count):
            form = candidate_form(f"Cook {number}", experience_months=number, skills=("cuisson",) if number else ())
            await candidates.register(session, world.adviser, form)
        event = await session.get_one(Event, world.event)
        need = await session.get_one(Need, world.need, options=[joinedload(Need.company)])
        await shortlists.compute(session, event, need, by=world.adviser)


async def listed(program: httpx.AsyncClient, world: World) -> list[dict[str, Any]]:
    answer = await program.get(f"/events/{world.event}/needs/{world.need}/shortlist")
    found: list[dict[str, Any]] = answer.json()["matches"]
    return found


async def checked(sessions: Sessions) -> Checked:
    async with sessions() as session:
        return await queries.check(session)


async def unguarded(sessions: Sessions, statement: str, **given: str) -> None:
    """Change the log as somebody would who holds the database itself."""
    async with sessions.begin() as session:
        if postgresql.SERVER:
            for table in GUARDED:
                await session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        else:
            names = await session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            for name in [name for name in names if name.startswith("decision_")]:
                await session.execute(text(f"DROP TRIGGER {name}"))
        await session.execute(text(statement), given)


async def test_every_act_is_an_entry_with_who_when_versions_and_evidence(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    await crowd(sessions, world)
    adviser = await acting.program(world.adviser)
    open_ = [match for match in await listed(adviser, world) if match["decision"] == "open"]
    here = f"/events/{world.event}/matches"
    await adviser.post(f"{here}/{open_[0]['id']}/decision", json={"decision": "kept"})
    await adviser.post(f"{here}/{open_[1]['id']}/decision", json={"decision": "refused", "reason": "no phone"})
    await adviser.post(f"/events/{world.event}/needs/{world.need}/proposals")
    rows = (await adviser.get(f"/events/{world.event}/decisions")).json()["rows"]
    assert [row["act"] for row in rows[:3]] == ["proposed", "refused", "kept"]
    assert {row["actor"] for row in rows} == {"Ada Adviser"}
    refused = rows[1]
    assert (refused["reason"], refused["candidates"]) == ("no phone", [open_[1]["candidate"]])
    assert refused["score"] == pytest.approx(open_[1]["score"], abs=1e-4)
    assert refused["rules"]
    ranked = next(row for row in rows if row["number"] == refused["scored_in"])
    assert (ranked["act"], bool(ranked["weights"]), ranked["model"], bool(ranked["register"])) == (
        "ranked",
        True,
        "lexical",
        True,
    )
    assert all(row["intact"] for row in rows)
    async with sessions() as session:
        kept = await session.scalar(
            select(DecisionContent)
            .join(DecisionEntry, DecisionEntry.id == DecisionContent.entry_id)
            .where(DecisionEntry.number == refused["number"])
        )
        assert kept
        assert {one["name"] for one in json.loads(kept.content or "")["shown"]} >= {"occupation", "skills", "languages"}
        inputs = await queries.inputs_of(session, refused["scored_in"], [UUID(open_[1]["candidate_id"])])
        assert list(inputs.values()) == [refused["inputs"]]
    found = await checked(sessions)
    assert (found.broken, found.entries) == (None, rows[0]["number"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision_entry SET score = 1",
        "UPDATE decision_entry SET actor_id = NULL",
        "DELETE FROM decision_entry",
        "DELETE FROM decision_content",
        "UPDATE decision_content SET content = '{}'",
        "UPDATE decision_content SET content = NULL",
        "UPDATE decision_content SET position = 9, content = NULL, salt = NULL, candidate_id = NULL, erased_at = 'now'",
        "UPDATE match SET decided_by_id = NULL",
        "UPDATE match SET decided_at = NULL",
        "INSERT INTO decision_entry SELECT * FROM decision_entry",
    ],
)
async def test_the_database_refuses_to_rewrite_what_was_decided(
    world: World, sessions: Sessions, statement: str
) -> None:
    before = await checked(sessions)
    with pytest.raises(DBAPIError):
        async with sessions.begin() as session:
            await session.execute(text(statement))
    assert await checked(sessions) == before


async def test_the_database_refuses_to_replace_or_truncate(world: World, sessions: Sessions) -> None:
    wholesale = (
        "TRUNCATE decision_entry, decision_content"
        if postgresql.SERVER
        else "INSERT OR REPLACE INTO decision_entry SELECT * FROM decision_entry"
    )
    with pytest.raises(DBAPIError, match="append_only"):
        async with sessions.begin() as session:
            await session.execute(text(wholesale))


@pytest.mark.parametrize(
    ("statement", "number", "what"),
    [
        ("UPDATE decision_entry SET score = 0.99 WHERE number = 2", 2, "digest"),
        ("UPDATE decision_entry SET actor_id = need_id WHERE number = 3", 3, "digest"),
        (
            "DELETE FROM decision_content WHERE entry_id = (SELECT id FROM decision_entry WHERE number = 2)",
            2,
            "contents",
        ),
        ("UPDATE decision_content SET content = replace(content, '0', '1') WHERE position = 0", 1, "contents"),
        ("UPDATE decision_entry SET number = 9 WHERE number = 2", 3, "number"),
    ],
)
async def test_a_changed_row_is_found_and_named(
    world: World, sessions: Sessions, statement: str, number: int, what: str
) -> None:
    assert (await checked(sessions)).broken is None
    await unguarded(sessions, statement)
    found = await checked(sessions)
    assert (found.broken, found.what) == (number, what)


async def test_a_list_comes_out_again_byte_for_byte_and_a_difference_is_shown(
    acting: Acting, world: World, sessions: Sessions
) -> None:
    await crowd(sessions, world)
    adviser = await acting.program(world.adviser)
    rows = (await adviser.get(f"/events/{world.event}/decisions", params={"act": "ranked"})).json()["rows"]
    path = f"/events/{world.event}/decisions/{rows[0]['number']}/replay"
    again = (await adviser.get(path)).json()
    assert (again["same"], again["entries"], again["differences"]) == (True, 6, [])
    assert again["kept_sha256"] == again["again_sha256"]
    async with sessions() as session:
        first = (
            await session.execute(
                select(DecisionContent)
                .join(DecisionEntry, DecisionEntry.id == DecisionContent.entry_id)
                .where(DecisionEntry.number == rows[0]["number"], DecisionContent.position == 0)
            )
        ).scalar_one()
    said = json.loads(first.content or "")
    said["offered"]["occupations"] = ["D1505"]
    other = {"other": json.dumps(said), "salt": first.salt or ""}
    await unguarded(sessions, "UPDATE decision_content SET content = :other WHERE salt = :salt", **other)
    changed = (await adviser.get(path)).json()
    gap = next(one for one in changed["differences"] if one["candidate"] == str(first.candidate_id))
    assert (changed["same"], gap["kept_place"], gap["criteria"]) == (False, 1, ["occupation"])
    assert gap["score"] < gap["kept_score"]
    page = await (await acting.browser(world.adviser)).get(f"/desk/events/{world.event}/decisions/{rows[0]['number']}")
    assert "Another list comes out" in page.text
    assert "changed since" in page.text


async def test_a_score_has_no_entry_to_replay_but_a_decision_refuses_kindly(acting: Acting, world: World) -> None:
    adviser = await acting.program(world.adviser)
    rows = (await adviser.get(f"/events/{world.event}/decisions", params={"act": "kept"})).json()["rows"]
    answer = await adviser.get(f"/events/{world.event}/decisions/{rows[0]['number']}/replay")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tremplin:nothing-to-replay")


async def test_a_person_can_be_erased_and_the_chain_still_verifies(world: World, sessions: Sessions) -> None:
    await crowd(sessions, world)
    async with sessions.begin() as session:
        assert await service.erase(session, world.adviser, [world.candidate_id]) >= 3
    async with sessions() as session:
        assert not list(
            await session.scalars(select(DecisionContent).where(DecisionContent.candidate_id == world.candidate_id))
        )
        left = " ".join(
            [line async for entry in queries.exported(session, world.event) for line in [chain.canonical(entry)]]
        )
        assert str(world.candidate_id) not in left
        ranked = (await session.scalars(queries.of_event(world.event, Act.RANKED).limit(1))).one()
        again = await queries.replayed(session, ranked)
    assert (again.same, again.erased) == (True, 1)
    assert (await checked(sessions)).broken is None


async def test_nothing_is_kept_refused_or_sent_without_a_person(world: World, sessions: Sessions) -> None:
    nobody = {"decided_by_id": None, "decided_at": None}
    for values in (
        {"decision": Decision.REFUSED},
        {"decision": Decision.KEPT, "decided_at": clock.now()},
        {"decision": Decision.KEPT, "decided_by_id": world.adviser.id},
    ):
        with pytest.raises(DBAPIError, match="decision_without_a_person"):
            async with sessions.begin() as session:
                await session.execute(update(Match).where(Match.id == world.match).values(**nobody | values))
    await crowd(sessions, world, 1)
    async with sessions() as session:
        open_ = (await session.scalars(select(Match).where(Match.decision == Decision.OPEN).limit(1))).one()
    proposal = {
        "match_id": open_.id,
        "event_id": open_.event_id,
        "need_id": open_.need_id,
        "candidate_id": open_.candidate_id,
    }
    with pytest.raises(DBAPIError, match="proposal_without_a_decision"):
        async with sessions.begin() as session:
            session.add(
                Proposal(**proposal, status=ProposalStatus.SENT, sent_by_id=world.adviser.id, sent_at=clock.now())
            )


def test_no_path_from_the_score_to_a_letter_is_without_a_person() -> None:
    verbs = (
        *(shortlists.add, shortlists.decide, shortlists.decide_all),
        *(proposals.send, proposals.send_later, preselection.decide, preselection.do, preselection.undo),
    )
    for verb in verbs:
        adviser = inspect.signature(verb).parameters["adviser"]
        assert (adviser.annotation, adviser.default) == (Viewer, inspect.Parameter.empty)
    assert not [job.work for job in TIMETABLE if job.work.__module__.startswith("matching")]
    assert not list((Path(__file__).parents[2] / "src" / "matching").rglob("jobs.py"))


async def test_how_a_need_is_preselected_and_what_is_contested_are_entries_too(acting: Acting, world: World) -> None:
    adviser, candidate = await acting.program(world.adviser), await acting.program(world.candidate)
    await adviser.put(f"/needs/{world.need}/track", json={"blind": True})
    path = f"/candidates/{world.candidate_id}/proposals/{world.proposal}/objections"
    assert (await candidate.post(path, json={"criterion": "skills", "words": "I can cook"})).status_code < 300
    rows = (await adviser.get(f"/events/{world.event}/decisions")).json()["rows"]
    assert [(row["act"], row["actor"], row["decision"]) for row in rows[:2]] == [
        ("contested", "Carla Cook", "kept"),
        ("handled", "Ada Adviser", "blind"),
    ]
    assert rows[0]["reason"] == "skills: I can cook"


async def test_ranking_alone_sends_and_refuses_nothing(world: World, sessions: Sessions) -> None:
    async with sessions() as session:
        before = len(list(await session.scalars(select(Proposal.id))))
    await crowd(sessions, world)
    async with sessions() as session:
        assert len(list(await session.scalars(select(Proposal.id)))) == before
        made = await session.scalars(select(Match).where(Match.id != world.match))
        assert {match.decision for match in made} == {Decision.OPEN}


@pytest.mark.parametrize(
    ("kept", "rank", "posts", "override"),
    [(True, 3, 1, False), (True, 4, 1, True), (False, 3, 1, True), (False, 4, 1, False), (True, 6, 2, False)],
)
def test_against_the_score_is_kept_below_the_line_or_refused_above(
    *, kept: bool, rank: int, posts: int, override: bool
) -> None:
    assert is_override(kept=kept, rank=rank, posts=posts) is override


async def test_the_share_of_overrides_is_measured_by_adviser(acting: Acting, world: World, sessions: Sessions) -> None:
    await crowd(sessions, world, 8)
    adviser = await acting.program(world.adviser)
    matches = await listed(adviser, world)  # two posts: the line is at six
    here = f"/events/{world.event}/matches"
    top = next(match for match in matches if match["decision"] == "open")
    await adviser.post(f"{here}/{top['id']}/decision", json={"decision": "refused", "reason": "x"})
    await adviser.post(f"{here}/{matches[-1]['id']}/decision", json={"decision": "kept"})
    [share] = (await adviser.get(f"/events/{world.event}/overrides")).json()
    assert share == {"adviser": "Ada Adviser", "decided": 3, "kept_below": 1, "refused_above": 1}


async def test_who_appends_at_once_makes_one_chain(world: World, sessions: Sessions) -> None:
    async def one() -> None:
        async with sessions.begin() as session:
            await service.append(
                session, world.adviser.id, Draft(act=Act.KEPT), Draft(act=Act.REFUSED, about=[(uuid4(), {"a": 1})])
            )

    before = (await checked(sessions)).entries
    await asyncio.gather(*(one() for _ in range(8)))
    found = await checked(sessions)
    assert (found.broken, found.entries) == (None, before + 16)


async def test_an_auditor_can_check_the_export_alone(acting: Acting, world: World, sessions: Sessions) -> None:
    await crowd(sessions, world)
    adviser = await acting.program(world.adviser)
    answer = await adviser.get(f"/events/{world.event}/decisions.jsonl")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    entries = [json.loads(line) for line in answer.text.splitlines()]
    before = None
    for entry in entries:
        digest, sealed = entry.pop("digest"), [Sealed(**row) for row in entry.pop("sealed")]
        assert chain.own_fault(msgspec.convert(entry, Link), digest, sealed) is None
        assert before in (None, entry["previous"])
        before = digest
    table = (await adviser.get(f"/events/{world.event}/decisions.csv")).text.splitlines()
    assert len(table) == len(entries) + 1


async def test_the_command_line_verifies_exports_and_replays(
    world: World, sessions: Sessions, database_url: str, tmp_path: Path
) -> None:
    await crowd(sessions, world)

    async def tremplin(*words: str) -> tuple[int | None, str]:
        environment = {"TREMPLIN_DATABASE_URL": database_url, "TREMPLIN_DATA_DIR": str(tmp_path)}
        environment |= {"PYTHONPATH": ":".join(sys.path), "TREMPLIN_SECRET": "x"}
        run = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "web.cli", "audit", *words, env=environment, stdout=subprocess.PIPE
        )
        out, _ = await run.communicate()
        return run.returncode, out.decode()

    code, said = await tremplin("verify")
    assert (code, "all as they were written" in said) == (0, True)
    event, out = ("--event", str(world.event)), tmp_path / "out.jsonl"
    assert (await tremplin("export", *event, str(out)))[0] == 0
    assert [json.loads(line)["event_id"] for line in out.read_text().splitlines()][:1] == [str(world.event)]
    code, said = await tremplin("replay", *event)
    assert (code, said) == (0, "2 of 2 lists come out the same, byte for byte\n")
    erased = await tremplin("erase", "--candidate", str(world.candidate_id), "--for", "ada.adviser@example.org")
    assert erased[0] == 0
    assert (await tremplin("verify"))[0] == 0
    await unguarded(sessions, "UPDATE decision_entry SET rank = 7 WHERE number = 2")
    assert await tremplin("verify") == (1, "entry 2 is not as it was written: digest\n")
