"""The ``tremplin`` command."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.progress import Progress
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from accounts.keys import service as keys
from accounts.people import queries as people
from accounts.people.models import Role
from accounts.people.schemas import Viewer
from candidates.profiles import queries as candidates
from kit import database, i18n, settings
from kit.database import Sessions
from kit.errors import Refusal
from matching.decisions import queries as log
from matching.decisions import service as decisions
from matching.decisions.rules.chain import canonical
from reference.errors import BadFile
from web import pages, plans, reading, rehearsing, schema
from web.reactions import REACTIONS
from web.vocabularies import STEPS, load, load_small

console = Console(stderr=True)
Work = Callable[[Sessions], Coroutine[Any, Any, None]]


def main() -> None:
    """Do what the command line asks; a wrong word or file is one clear line and exit 2."""
    i18n.speak("en")  # the command line speaks English
    asked = _parser().parse_args()
    try:
        asked.do(asked)
    except (BadFile, Refusal, ValueError, FileNotFoundError, LookupError) as wrong:
        said = wrong.sentence() if isinstance(wrong, Refusal) else str(wrong)
        console.print(f"tremplin: {said}", highlight=False, markup=False)
        sys.exit(2)
    except DBAPIError as wrong:
        if not _without_tables(wrong):
            raise
        console.print("tremplin: the database has no tables yet: tremplin migrate", highlight=False, markup=False)
        sys.exit(2)


def _without_tables(wrong: DBAPIError) -> bool:
    """Say whether a table is missing: SQLite says it in words, PostgreSQL by 42P01."""
    return "no such table" in str(wrong.orig) or getattr(wrong.orig, "sqlstate", "") == "42P01"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tremplin", description="Recruitment events, from a need to an outcome.")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    _verb(verbs, "serve", "serve the pages and the API", _serve)
    _verb(verbs, "work", "deliver letters and run the timetable of jobs", _work)
    _verb(verbs, "letterbox", "keep letters in a local box, for the demo", _letterbox)
    _verb(verbs, "run", "serve, work and keep the letter box, all at once, for the demo", _run)
    _verb(verbs, "migrate", "bring the database to the newest schema", _migrate)
    seed = _verb(verbs, "seed", "fill an empty database with a believable campaign", _seed)
    seed.add_argument("--profile", choices=("small", "campaign", "storm"), default="campaign")
    seed.add_argument("--seed", type=int, default=1, help="the same number makes the same data")
    reference = verbs.add_parser("reference", help="the public vocabularies").add_subparsers(required=True)
    loading = _verb(reference, "load", "read the official open files of a folder", _reference_load)
    loading.add_argument("folder", type=Path)
    taking = _verb(verbs, "import", "take a file in: needs or candidates (XLSX, CSV), offers (JSON)", _import)
    taking.add_argument("kind", choices=("needs", "candidates", "offers"))
    taking.add_argument("file", type=Path)
    taking.add_argument("--for", dest="whom", metavar="EMAIL", help="the adviser who answers for it; else the first")
    taking.add_argument("--look", action="store_true", help="only say what it would become")
    matching = verbs.add_parser("match", help="who fits which need, and what titles mean").add_subparsers(required=True)
    reading.add_verbs(matching, reference, _verb, _on_database)
    listing = _verb(matching, "shortlists", "rank the candidates of the territory for every need of an event", _lists)
    listing.add_argument("--event", type=UUID, required=True, metavar="ID")
    listing.add_argument("--length", type=int, default=30, help="how many on each list, 1 to 200")
    reweighing = _verb(
        matching, "reweigh", "report what recruiters' answers say of the weights; changes nothing", _reweigh
    )
    whose = reweighing.add_mutually_exclusive_group()
    whose.add_argument("--event", type=UUID, metavar="ID", help="only the answers of this event")
    whose.add_argument("--territory", metavar="CODE", help="only the answers of this territory")
    reweighing.add_argument("--out", type=Path, required=True, metavar="REPORT.md")
    reweighing.add_argument("--seed", type=int, default=1, help="the same number gives the same figures")
    token = verbs.add_parser("token", help="keys for programs").add_subparsers(required=True)
    create = _verb(token, "create", "make a key and print it once", _token_create)
    create.add_argument("--role", type=Role, choices=list(Role), required=True)
    create.add_argument("--for", dest="whom", required=True, metavar="EMAIL")
    rehearsing.add_verb(verbs, _verb, _on_database)
    plans.add_verb(verbs, _verb)
    _audit(verbs)
    return parser


def _audit(verbs: Any) -> None:
    audit = verbs.add_parser("audit", help="the log of decisions").add_subparsers(required=True)
    _verb(audit, "verify", "read the whole chain; a changed entry is named, exit 1", _audit_verify)
    exporting = _verb(audit, "export", "write an event's entries as JSON lines", _audit_export)
    exporting.add_argument("--event", type=UUID, required=True, metavar="ID")
    exporting.add_argument("file", type=Path)
    replaying = _verb(
        audit, "replay", "make the lists of an event again, byte for byte; exit 1 if one differs", _replay
    )
    replaying.add_argument("--event", type=UUID, required=True, metavar="ID")
    erasing = _verb(audit, "erase", "erase all that the log says of a candidate; the chain stays whole", _audit_erase)
    erasing.add_argument("--candidate", type=UUID, required=True, metavar="ID")
    erasing.add_argument("--for", dest="whom", required=True, metavar="EMAIL", help="the adviser who does it")


def _verb(verbs: Any, name: str, help_: str, do: Callable[[argparse.Namespace], None]) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = verbs.add_parser(name, help=help_, description=help_)
    made.set_defaults(do=do)
    return made


def _engine() -> AsyncEngine:
    chosen = settings.current()
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    return database.engine(chosen.database)


def _on_database(work: Work) -> None:
    pages.environment()

    async def run() -> None:
        engine = _engine()
        try:
            await work(database.session_factory(engine, REACTIONS))
        finally:
            await engine.dispose()

    asyncio.run(run())


def _serve(_: argparse.Namespace) -> None:
    import uvicorn  # noqa: PLC0415 - only this verb needs a web server

    from web import logs, processes  # noqa: PLC0415

    logs.configure()
    chosen = settings.current()
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    uvicorn.run(
        "web.app:serving",
        factory=True,
        host=chosen.host,
        port=chosen.port,
        access_log=False,
        log_level="warning",
        **processes.SOCKETS,
    )


def _work(_: argparse.Namespace) -> None:
    from web import logs, worker  # noqa: PLC0415 - only this verb schedules

    logs.configure()
    _on_database(worker.work)


def _letterbox(_: argparse.Namespace) -> None:
    from web.letterbox.server import controller  # noqa: PLC0415 - only the demo has a mail server
    from web.processes import until_told  # noqa: PLC0415

    chosen = settings.current()
    box = controller(chosen.data_dir / "letters", chosen.smtp_host, chosen.smtp_port)
    box.start()
    until_told()
    box.stop()


def _run(_: argparse.Namespace) -> None:
    from web.processes import together  # noqa: PLC0415 - only this verb starts processes

    console.print(f"Tremplin is at [bold]{settings.current().public_url}[/] and its letters at /mail. Ctrl-C ends it.")
    sys.exit(together("serve", "work", "letterbox"))


def _migrate(_: argparse.Namespace) -> None:
    async def run() -> None:
        engine = _engine()
        await schema.migrate(engine)
        await engine.dispose()

    asyncio.run(run())


def _seed(asked: argparse.Namespace) -> None:
    from web.seed import seed  # noqa: PLC0415 - only this verb makes people up

    async def work(sessions: Sessions) -> None:
        async with sessions.begin() as session:
            await load_small(session)
        await seed(sessions, asked.profile, asked.seed, console)

    _on_database(work)


def _reference_load(asked: argparse.Namespace) -> None:
    async def work(sessions: Sessions) -> None:
        with Progress(console=console) as bar:
            task = bar.add_task("vocabularies", total=STEPS)
            async with sessions.begin() as session:
                loaded = await load(session, asked.folder, lambda: bar.advance(task))
        for name, count in loaded.items():
            console.print(f"{count} {name} loaded", highlight=False)

    _on_database(work)


def _import(asked: argparse.Namespace) -> None:
    from web.imports.service import TAKES, Kind  # noqa: PLC0415 - only this verb imports

    async def work(sessions: Sessions) -> None:
        content = asked.file.read_bytes()
        async with sessions.begin() as session:
            viewer = await _holder(session, asked.whom or await people.first(session, Role.ADVISER), Role.ADVISER)
            with console.status(f"Reading {asked.file} …"):
                report = await TAKES[Kind(asked.kind)](session, viewer, content, write=not asked.look)
        for line in report.lines:
            for column, sentence in line.errors.items():
                console.print(f"line {line.number}: {line.label}: {column}: {sentence}", highlight=False, markup=False)
        counts = ", ".join(f"{count} {action.replace('_', ' ')}" for action, count in report.counts.items())
        sys.stdout.write(f"{counts or 'nothing'}\n")

    _on_database(work)


def _lists(asked: argparse.Namespace) -> None:
    from web import listing  # noqa: PLC0415 - only this verb ranks many needs at once

    async def work(sessions: Sessions) -> None:
        with Progress(console=console) as bar:
            entries, lists = await listing.make_all(sessions, asked.event, asked.length, bar)
        sys.stdout.write(f"{entries} entries on {lists} shortlists\n")

    _on_database(work)


def _reweigh(asked: argparse.Namespace) -> None:
    from insights.relevance.reweighing import Asked, reweigh  # noqa: PLC0415 - only this verb fits

    async def work(sessions: Sessions) -> None:
        with console.status("Reading recruiters' answers …"):
            said = await reweigh(sessions, Asked(event_id=asked.event, territory=asked.territory), asked.seed)
        asked.out.write_text(said, encoding="utf-8")
        sys.stdout.write(f"{asked.out}\n")

    _on_database(work)


async def _holder(session: AsyncSession, email: str, role: Role) -> Viewer:
    """Return a person with the mandates of one role; raises LookupError for nobody or another."""
    person = await people.by_email(session, email)
    if person is None:
        raise LookupError(f"nobody has the address {email}")
    viewer = await people.viewer(session, person, only=role)
    if not viewer.mandates:
        raise LookupError(f"{email} is not a {role.value}")
    return viewer


def _token_create(asked: argparse.Namespace) -> None:
    async def work(sessions: Sessions) -> None:
        async with sessions.begin() as session:
            viewer = await _holder(session, asked.whom, asked.role)
            secret = await keys.make(session, viewer.id, asked.role)
        sys.stdout.write(secret + "\n")

    _on_database(work)


def _audit_verify(_: argparse.Namespace) -> None:
    async def work(sessions: Sessions) -> None:
        async with sessions.begin() as session:
            checked = await log.check(session)
        if checked.broken is not None:
            sys.stdout.write(f"entry {checked.broken} is not as it was written: {checked.what}\n")
            sys.exit(1)
        sys.stdout.write(f"{checked.entries} entries, all as they were written; the last: {checked.head}\n")

    _on_database(work)


def _audit_export(asked: argparse.Namespace) -> None:
    async def work(sessions: Sessions) -> None:
        count = 0
        async with sessions.begin() as session:
            with asked.file.open("w", encoding="utf-8") as file:
                async for entry in log.exported(session, asked.event):
                    file.write(canonical(entry) + "\n")
                    count += 1
        sys.stdout.write(f"{count} entries\n")

    _on_database(work)


def _replay(asked: argparse.Namespace) -> None:
    async def work(sessions: Sessions) -> None:
        async with sessions.begin() as session:
            made = [one async for one in log.replays(session, asked.event)]
        for one in (one for one in made if not one.same):
            for gap in one.differences:
                said = f"{gap.candidate}: {gap.kept_score} then, {gap.score} now ({', '.join(gap.criteria)})"
                sys.stdout.write(f"entry {one.number}: {said}\n")
        same = sum(one.same for one in made)
        sys.stdout.write(f"{same} of {len(made)} lists come out the same, byte for byte\n")
        if same != len(made):
            sys.exit(1)

    _on_database(work)


def _audit_erase(asked: argparse.Namespace) -> None:
    async def work(sessions: Sessions) -> None:
        async with sessions.begin() as session:
            viewer = await _holder(session, asked.whom, Role.ADVISER)
            await candidates.candidate_of(session, viewer, asked.candidate)
            count = await decisions.erase(session, viewer, [asked.candidate])
        sys.stdout.write(f"erased in {count} places\n")

    _on_database(work)


if __name__ == "__main__":
    main()
