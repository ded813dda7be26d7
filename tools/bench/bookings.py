"""Bookings over HTTP against `pgbench` running one prepared statement that writes the same rows.

Both use the same server in turns; medians of the rounds are printed with their ratio, p50 and p99. The
clients are a bare HTTP client of its own process, so that they cost little. Then a sold-out race.
"""

import asyncio
import multiprocessing
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from uuid import uuid4

import asyncpg
from rich.console import Console
from sqlalchemy.engine import make_url
from tools.bench import prepared

ROUNDS = 3
SLOTS = 1500
Line = tuple[str, str, str]  # candidate, proposal, token

FLOOR = """
WITH asked AS (SELECT * FROM bench_ask WHERE n = nextval('bench_n')),
locked AS (SELECT slot.* FROM slot JOIN asked ON asked.slot = slot.id FOR NO KEY UPDATE OF slot),
booked AS (
  INSERT INTO interview (id, slot_id, proposal_id, event_id, stand_id, need_id, candidate_id, starts_at, ends_at,
    busy_until, format, status, sequence, booked_by_id, booked_at, attendance, outcome_reason)
  SELECT gen_random_uuid(), locked.id, asked.proposal, locked.event_id, locked.stand_id, asked.need, asked.candidate,
    locked.starts_at, locked.ends_at, locked.ends_at, locked.format, 'booked', 0, asked.person, now(), 'expected', ''
  FROM locked, asked ON CONFLICT DO NOTHING RETURNING id, booked_by_id),
ordered AS (
  INSERT INTO letter_order (id, kind, about, number, details, ordered_at, not_before, tries)
  SELECT gen_random_uuid(), 'interview booked', id, 0, '{"sequence": 0}', now(), now(), 0 FROM booked),
kept AS (
  INSERT INTO answered (id, scope, key, fingerprint, status, media_type, location, body, at)
  SELECT gen_random_uuid(), 's', id::text, 'f', 201, 'application/json', '', repeat('x', 700)::bytea, now() FROM booked)
INSERT INTO act (id, at, actor_id, verb, subject_id, details)
SELECT gen_random_uuid(), now(), booked_by_id, 'booked an interview', id, '{}' FROM booked;
"""


def clients(port: int, work: list[list[tuple[str, str, str, str]]], out: Any) -> None:
    """Run one client for each share of the work, in a process of its own; report statuses and times."""
    out.put(asyncio.run(_all(port, work)))


async def _all(port: int, work: list[list[tuple[str, str, str, str]]]) -> tuple[float, list[int], list[float]]:
    opened = [await asyncio.open_connection("127.0.0.1", port) for _ in work]
    began = time.perf_counter()
    results = await asyncio.gather(
        *(_client(reader, writer, share) for (reader, writer), share in zip(opened, work, strict=True))
    )
    took = time.perf_counter() - began
    for _, writer in opened:
        writer.close()
    return took, [s for statuses, _ in results for s in statuses], [t for _, times in results for t in times]


async def _client(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, share: list[tuple[str, str, str, str]]
) -> tuple[list[int], list[float]]:
    statuses, times = [], []
    for candidate, proposal, token, slot in share:
        body = f'{{"slot_id":"{slot}"}}'
        writer.write(
            f"POST /api/v1/candidates/{candidate}/proposals/{proposal}/interview HTTP/1.1\r\nHost: bench\r\n"
            f"Authorization: Bearer {token}\r\nIdempotency-Key: {uuid4().hex}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        began = time.perf_counter()
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", head).group(1))  # type: ignore[union-attr]
        await reader.readexactly(length)
        times.append(time.perf_counter() - began)
        statuses.append(int(head[9:12]))
    return statuses, times


def load(port: int, work: list[list[tuple[str, str, str, str]]]) -> tuple[float, list[int], list[float]]:
    """Let the clients do their work at once; return the seconds it took, the statuses and the times."""
    out: Any = multiprocessing.Queue()
    process = multiprocessing.Process(target=clients, args=(port, work, out))
    process.start()
    result: tuple[float, list[int], list[float]] = out.get(timeout=300)
    process.join()
    return result


def shares(tries: list[tuple[str, str, str, str]], count: int) -> list[list[tuple[str, str, str, str]]]:
    """Deal the tries to the clients."""
    return [tries[at::count] for at in range(count)]


def percentiles(times: list[float]) -> str:
    """Return p50 and p99 in words, and their ratio."""
    ordered = sorted(times)
    p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    return f"p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms (x{p99 / p50:.1f})"


class Stage:
    """A database with the storm in it, and the product serving it."""

    def __init__(self, server: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tremplin-bench-"))
        self.name = "bench_booking"
        self.plain = make_url(server).set(drivername="postgresql")
        with __import__("socket").socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]
        url = make_url(server).set(database=self.name).render_as_string(hide_password=False)
        self.environment = os.environ | {
            "TREMPLIN_DATABASE_URL": url,
            "TREMPLIN_DATA_DIR": str(self.folder),
            "TREMPLIN_PORT": str(self.port),
            "TREMPLIN_SECRET": "only-for-benchmarks",
            "TREMPLIN_DEMO": "",
        }

    async def sql(self, *statements: str, database: str | None = None) -> list[Any]:
        """Run statements, each by itself; return the rows of the last one."""
        connection = await asyncpg.connect(str(self.plain.set(database=database or self.name)))
        rows: list[Any] = []
        try:
            for statement in statements:
                rows = await connection.fetch(statement)
        finally:
            await connection.close()
        return rows

    def tremplin(self, *words: str) -> None:
        """Run a verb of the product."""
        subprocess.run([sys.executable, "-m", "web.cli", *words], env=self.environment, check=True)  # noqa: S603

    def serve(self) -> subprocess.Popen[bytes]:
        """Start the product and wait until it answers."""
        log = (self.folder / "serve.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "web.cli", "serve"], env=self.environment, stdout=log, stderr=log
        )
        for _ in range(200):
            try:
                urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=1).read()
            except OSError:
                time.sleep(0.1)
            else:
                return process
        process.kill()
        raise RuntimeError((self.folder / "serve.log").read_text())

    async def reset(self) -> None:
        """Take every booking back."""
        await self.sql(
            "TRUNCATE interview, letter_order, answered CASCADE",
            "DELETE FROM act WHERE verb = 'booked an interview'",
            "VACUUM ANALYZE interview",
            "VACUUM ANALYZE act",
            "VACUUM ANALYZE answered",
            "VACUUM ANALYZE letter_order",
        )

    async def tries(self) -> tuple[list[Line], list[str]]:
        """Return who may book, and the slots."""
        lines = [line.split("\t") for line in (self.folder / "storm.tsv").read_text().splitlines()[1:]]
        event = lines[0][1]
        rows = await self.sql(
            "SELECT slot.id FROM slot JOIN stand_need USING (stand_id) "  # noqa: S608
            "JOIN proposal ON proposal.need_id = stand_need.need_id AND proposal.event_id = slot.event_id "
            f"WHERE proposal.id = '{event}' ORDER BY starts_at, slot.id"
        )
        return [(a, b, c) for a, b, c in lines], [str(row[0]) for row in rows]


async def floor(stage: Stage, people: list[Line], slots: list[str], clients_: int) -> float:
    """Return how many bookings a second `pgbench` makes with one prepared statement."""
    await stage.sql(
        "DROP TABLE IF EXISTS bench_ask",
        "DROP SEQUENCE IF EXISTS bench_n",
        "CREATE SEQUENCE bench_n CACHE 1",
        "CREATE TABLE bench_ask AS SELECT 0::bigint AS n, id AS proposal, need_id AS need, candidate_id AS candidate, "
        "candidate_id AS person, id AS slot FROM proposal WHERE false",
    )
    connection = await asyncpg.connect(str(stage.plain.set(database=stage.name)))
    persons = {str(r[0]): str(r[1]) for r in await connection.fetch("SELECT id, person_id FROM candidate")}
    needs = {str(r[0]): str(r[1]) for r in await connection.fetch("SELECT id, need_id FROM proposal")}
    rows = [
        (n, proposal, needs[proposal], candidate, persons[candidate], slot)
        for n, ((candidate, proposal, _), slot) in enumerate(zip(people, slots, strict=False), 1)
    ]
    await connection.copy_records_to_table("bench_ask", records=rows)
    await connection.execute("CREATE UNIQUE INDEX ON bench_ask (n)")
    await connection.execute("ANALYZE bench_ask")
    await connection.close()
    script = stage.folder / "floor.sql"
    script.write_text(FLOOR)
    url = stage.plain.set(database=stage.name)
    binary = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    ran = subprocess.run(  # noqa: S603
        [str(binary[-1]) if binary else "pgbench", "-n", "-M", "prepared", "-c", str(clients_), "-j", "2",
         "-t", str(len(rows) // clients_), "-f", str(script), "-h", str(url.host), "-p", str(url.port),
         "-U", str(url.username), stage.name],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return float(re.search(r"tps = ([\d.]+) \(without", ran.stdout).group(1))  # type: ignore[union-attr]


async def measure(console: Console) -> None:
    """Measure in turns; print the medians of the rounds, the ratios and what became of the race."""
    if not prepared.SERVER:
        console.print("bookings: PostgreSQL is not installed, so there is no pgbench to measure against")
        return
    stage = Stage(prepared.SERVER)
    await stage.sql(f"CREATE DATABASE {stage.name}", database="postgres")
    stage.tremplin("migrate")
    stage.tremplin("seed", "--profile", "storm", "--seed", "1")
    people, slots = await stage.tries()
    process = stage.serve()
    try:
        for count in (50, 500):
            floors, ours, all_times = [], [], []
            for _ in range(ROUNDS):
                await stage.reset()
                floors.append(await floor(stage, people, slots, min(count, 100)))
                await stage.reset()
                tries = [(*line, slot) for line, slot in zip(people, slots, strict=False)]
                took, statuses, times = load(stage.port, shares(tries, count))
                wrong = [status for status in statuses if status != 201]  # noqa: PLR2004
                if wrong:
                    raise RuntimeError(f"not booked: {wrong[:5]}")
                ours.append(len(statuses) / took)
                all_times += times
            low, high = statistics.median(floors), statistics.median(ours)
            console.print(
                f"bookings, {count} clients: pgbench {low:.0f}/s, over HTTP {high:.0f}/s, ratio {high / low:.2f}; "
                f"{percentiles(all_times)}"
            )
        await stage.reset()
        again = [(*people[at % len(people)], slots[at % SLOTS]) for at in range(5000)]
        took, statuses, times = load(stage.port, shares(again, 500))
        [row] = await stage.sql("SELECT count(*), count(DISTINCT slot_id) FROM interview WHERE status = 'booked'")
        console.print(
            f"sold-out race: 5000 tries by 500 clients for {SLOTS} slots: {row[0]} interviews on {row[1]} slots, "
            f"{statuses.count(201)} answered 201, {statuses.count(409)} answered 409, "
            f"{sum(s >= 500 for s in statuses)} broken; {len(statuses) / took:.0f} answers/s; {percentiles(times)}"  # noqa: PLR2004
        )
    finally:
        process.terminate()
        process.wait(20)
