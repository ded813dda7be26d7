"""The process that makes a plan: asked on its standard input, answering line by line on its standard output.

It loads the solver, which the processes that serve and work never do. A byte more on its input, or the end
of it — who asked has died —, stops the search; the best plan so far is then the answer.
"""

import os
import sys
from threading import Event, Thread
from typing import TypeAlias

import msgspec

from interviews.timetable.rules.formats import Announced, Changes, Instance, Plan

SIZE = 8


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: a plan, or — with what was announced — its repair; ``stopped`` before it began."""

    instance: Instance
    seed: int
    limit: float
    announced: Announced | None = None
    changes: Changes = Changes()
    stopped: bool = False


class Told(msgspec.Struct, frozen=True, kw_only=True, tag="told"):
    """How far it is."""

    phase: str
    objective: float | None
    bound: float | None


class Made(msgspec.Struct, frozen=True, kw_only=True, tag="made"):
    """The plan."""

    plan: Plan


Line: TypeAlias = Told | Made


def answer(ask: Ask, told: Event) -> Plan:
    """Return the plan that is asked for, telling how far it is."""
    from interviews.timetable.rules import planning, repairing  # noqa: PLC0415 - only this process loads the solver

    if ask.stopped:
        told.set()
    if ask.announced is None:
        return planning.plan(ask.instance, seed=ask.seed, limit=ask.limit, progress=_tell, stop=told.is_set)
    return repairing.repair(
        ask.instance,
        ask.announced,
        ask.changes,
        seed=ask.seed,
        limit=ask.limit,
        progress=_tell,
        stop=told.is_set,
    )


def _tell(phase: str, objective: float | None, bound: float | None) -> None:
    _say(Told(phase=phase, objective=objective, bound=bound))


def _say(line: Line) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
    sys.stdout.buffer.flush()


def asking(ask: Ask) -> bytes:
    """Return how a question is sent: its length in eight bytes, then itself."""
    content = msgspec.json.encode(ask)
    return len(content).to_bytes(SIZE) + content


def _asked(size: int) -> bytes:
    """Read so much, past no buffer: what comes after is for who listens."""
    parts = []
    while size and (part := os.read(sys.stdin.fileno(), size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _listen(told: Event) -> None:
    os.read(sys.stdin.fileno(), 1)
    told.set()


def main() -> None:
    """Answer what is asked."""
    ask = msgspec.json.decode(_asked(int.from_bytes(_asked(SIZE))), type=Ask)
    told = Event()
    Thread(target=_listen, args=(told,), daemon=True).start()
    _say(Made(plan=answer(ask, told)))


if __name__ == "__main__":
    main()
