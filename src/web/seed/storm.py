"""The storm: many candidates with keys, all allowed to book in one open event."""

from datetime import datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.keys.models import ApiKey
from accounts.people.models import Role
from candidates.profiles.models import Candidate
from events.planning.models import Event
from events.stands.models import Stand, StandNeed, StandTable
from interviews.slots.models import Slot
from interviews.slots.rules import Hours, cut
from kit import clock, settings, tokens
from matching.proposals.models import Proposal, ProposalStatus
from matching.shortlists.models import Decision, Match
from web.seed.making import Maker, write
from web.seed.people import Cast

TABLES = 30
SLOTS_OF_A_TABLE = 50
FILE = "storm.tsv"


async def slots(session: AsyncSession, maker: Maker, event: Event, company: UUID, need: UUID) -> int:
    """Open thirty tables of fifty slots, ten minutes each, at one stand; return how many there are."""
    first = event.starts_at.astimezone(event.zone).date()
    hours = Hours(first_day=first, last_day=first, opens=time(9), closes=time(17, 20), length=10)
    times = list(cut(hours, event.zone))[:SLOTS_OF_A_TABLE]
    stand = {"id": maker.id(), "event_id": event.id, "company_id": company}
    tables = [{"id": maker.id(), "stand_id": stand["id"], "number": n} for n in range(1, TABLES + 1)]
    rows = [
        {
            "id": maker.id(),
            "event_id": event.id,
            "stand_id": stand["id"],
            "table_id": table["id"],
            "starts_at": start,
            "ends_at": end,
            "format": "on_site",
        }
        for table in tables
        for start, end in times
    ]
    await write(session, Stand, [stand])
    await write(session, StandNeed, [{"id": maker.id(), "stand_id": stand["id"], "need_id": need}])
    await write(session, StandTable, tables)
    await write(session, Slot, rows)
    return len(rows)


async def accepted(
    session: AsyncSession, maker: Maker, made: Cast, event: Event, need: UUID, people: list[UUID]
) -> None:
    """Give every candidate an accepted proposal and a key, and write both to a file below the data folder."""
    now = clock.now()
    persons = {c.id: c.person_id for c in await _candidates(session, people)}
    lines, matches, proposals, keys = ["candidate\tproposal\ttoken"], [], [], []
    for id_ in people:
        match = _match(maker, made, event, need, id_, now)
        proposal = _proposal(maker, made, match, now)
        secret = f"storm-{maker.id().hex}"
        matches.append(match)
        proposals.append(proposal)
        keys.append(
            {
                "id": maker.id(),
                "token_hash": tokens.hashed(secret),
                "person_id": persons[id_],
                "role": Role.CANDIDATE,
                "made_at": now,
            }
        )
        lines.append(f"{id_}\t{proposal['id']}\t{secret}")
    await write(session, Match, matches)
    await write(session, Proposal, proposals)
    await write(session, ApiKey, keys)
    _save(lines)


def _save(lines: list[str]) -> None:
    path: Path = settings.current().data_dir / FILE
    path.write_text("\n".join(lines) + "\n")
    path.chmod(0o600)


async def _candidates(session: AsyncSession, ids: list[UUID]) -> list[Candidate]:
    wanted = set(ids)
    return [c for c in await session.scalars(select(Candidate)) if c.id in wanted]


def _match(maker: Maker, made: Cast, event: Event, need: UUID, candidate: UUID, now: datetime) -> dict[str, Any]:
    return {
        "id": maker.id(),
        "event_id": event.id,
        "need_id": need,
        "candidate_id": candidate,
        "score": 0.5,
        "criteria": [],
        "version": "storm",
        "scored_at": now,
        "decision": Decision.KEPT,
        "decided_by_id": made.adviser,
        "decided_at": now,
        "reason": "",
    }


def _proposal(maker: Maker, made: Cast, match: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "id": maker.id(),
        "match_id": match["id"],
        "event_id": match["event_id"],
        "need_id": match["need_id"],
        "candidate_id": match["candidate_id"],
        "status": ProposalStatus.ACCEPTED,
        "sent_by_id": made.adviser,
        "sent_at": now,
        "answered_at": now,
        "reason": "",
    }
