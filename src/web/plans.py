"""The verb of the command that makes and repairs plans from files."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from rich.console import Console
from rich.status import Status

from interviews.timetable.rules import columns, planning, reading, repairing
from interviews.timetable.rules.formats import Plan

console = Console(stderr=True)
USAGE = "a plan wants INSTANCE.json; a repair wants --repair PLAN.json CHANGES.json INSTANCE.json"


def add_verb(verbs: Any, verb: Callable[..., Any]) -> None:
    """Add ``plan`` to the command."""
    wants(verb(verbs, "plan", "make or repair a timetable, from files", do))


def wants(parser: argparse.ArgumentParser) -> None:
    """Say what ``plan`` is asked with."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help=USAGE)
    parser.add_argument("--repair", action="store_true", help="mend PLAN.json after CHANGES.json")
    parser.add_argument("--out", type=Path, required=True, metavar="PLAN.json")
    parser.add_argument("--seed", type=int, default=1, help="the same number makes the same plan")
    parser.add_argument("--limit", type=_seconds, metavar="SECONDS", help="the best plan so far after that time")


def _seconds(said: str) -> float:
    seconds = float(said)
    if not 0 <= seconds < float("inf"):
        raise ValueError(said)
    return seconds


def do(asked: argparse.Namespace) -> None:
    """Write the plan; raises ValueError with one line for a file that is not what was promised."""
    if len(asked.files) != (3 if asked.repair else 1):
        raise ValueError(USAGE)
    with console.status("reading") as status, _until_told() as told:
        made = _repaired(asked, told, status) if asked.repair else _planned(asked, told, status)
        written = reading.written(made)
    asked.out.write_bytes(written)
    console.print(_said(made), highlight=False, markup=False)


def _planned(asked: argparse.Namespace, told: Event, status: Status) -> Plan:
    instance = _read(asked.files[0], reading.instance)
    columns.book(instance)
    return planning.plan(instance, seed=asked.seed, limit=asked.limit, progress=_showing(status), stop=told.is_set)


def _repaired(asked: argparse.Namespace, told: Event, status: Status) -> Plan:
    instance = _read(asked.files[2], reading.instance)
    columns.book(instance)
    announced = _read(asked.files[0], lambda content: reading.announced(content, instance))
    changes = _read(asked.files[1], lambda content: reading.changes(content, instance))
    showing = _showing(status)
    return repairing.repair(
        instance, announced, changes, seed=asked.seed, limit=asked.limit, progress=showing, stop=told.is_set
    )


def _read(path: Path, reader: Callable[[bytes], Any]) -> Any:
    try:
        return reader(path.read_bytes())
    except OSError as wrong:
        raise ValueError(f"{path}: {wrong.strerror}") from wrong
    except reading.BadInstance as wrong:
        raise ValueError(f"{path}: {wrong}") from wrong


def _showing(status: Status) -> planning.Progress:
    def show(phase: str, objective: float | None, bound: float | None) -> None:
        figures = [f"{word} {value:,.2f}" for word, value in (("objective", objective), ("bound", bound)) if value]
        status.update(" · ".join([phase, *figures]))

    return show


@contextmanager
def _until_told() -> Iterator[Event]:
    """Let Ctrl-C end the search and not the command: the best plan so far is written."""
    told = Event()
    before = signal.signal(signal.SIGINT, lambda *_: told.set())
    try:
        yield told
    finally:
        signal.signal(signal.SIGINT, before)


def _said(made: Plan) -> str:
    gap = f"{made.gap:.4%} below the bound"
    return f"{len(made.interviews)} interviews, objective {made.objective:,.2f}, {gap}, {made.seconds:.2f} s"


def main() -> None:
    """Do ``tremplin plan`` without loading the rest of the product: a wrong file is one clear line and exit 2."""
    parser = argparse.ArgumentParser(prog="tremplin plan", description="Make or repair a timetable, from files.")
    wants(parser)
    try:
        do(parser.parse_args(sys.argv[2:]))
    except (ValueError, OSError) as wrong:
        console.print(f"tremplin: {wrong}", highlight=False, markup=False, soft_wrap=True)
        sys.exit(2)
