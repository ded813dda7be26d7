"""The promised formats as files: read strictly, one clear line for what is wrong."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from interviews.timetable.rules.formats import Announced, Changes, Instance, Interview, Plan

Kind = TypeVar("Kind", Instance, Announced, Changes)


class BadInstance(ValueError):
    """A file is not what was promised; the message names the place."""


def instance(content: bytes) -> Instance:
    """Read an INSTANCE; raises BadInstance for what is missing, doubled, unknown or impossible."""
    read = _decoded(content, Instance)
    checked(read)
    return read


def announced(content: bytes, known: Instance) -> Announced:
    """Read a PLAN as far as a repair needs it; raises BadInstance for interviews that the instance does not know."""
    read = _decoded(content, Announced)
    _known("interviews", read.interviews, known)
    return read


def changes(content: bytes, known: Instance) -> Changes:
    """Read CHANGES; raises BadInstance for people and slots that the instance does not know."""
    read = _decoded(content, Changes)
    candidates = {one.id for one in known.candidates}
    slots = {one.id for one in known.slots}
    _within("cancelled_candidates", read.cancelled_candidates, candidates, "candidate")
    _within("cancelled_slots", read.cancelled_slots, slots, "slot")
    _within("late", (one.candidate for one in read.late), candidates, "candidate")
    return read


def written(plan: Plan) -> bytes:
    """Return a PLAN as JSON, the same bytes for the same plan."""
    return msgspec.json.format(msgspec.json.encode(plan), indent=1) + b"\n"


def checked(read: Instance) -> None:
    """Refuse an instance that contradicts itself: BadInstance with the first contradiction."""
    tables = _ids("tables", (one.id for one in read.tables))
    _ids("slots", (one.id for one in read.slots))
    needs = _ids("needs", (one.id for one in read.needs))
    candidates = _ids("candidates", (one.id for one in read.candidates))
    helpers = _ids("helpers", (one.id for one in read.helpers))
    stands = {one.stand for one in read.tables} | {one.stand for one in read.needs}
    _within("slots", (one.table for one in read.slots), tables, "table")
    _times(read)
    _within("pairs", (one.candidate for one in read.pairs), candidates, "candidate")
    _within("pairs", (one.need for one in read.pairs), needs, "need")
    _once(read)
    _within("candidates", (one.helper for one in read.candidates if one.helper is not None), helpers, "helper")
    _within("walking_minutes", (stand for one in read.walking_minutes for stand in one.stands), stands, "stand")
    _known("locked", read.locked, read)
    if len({one.slot for one in read.locked}) < len(read.locked):
        raise BadInstance("locked: two interviews in one slot")


def _decoded(content: bytes, kind: type[Kind]) -> Kind:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise BadInstance(" ".join(str(wrong).split())) from wrong


def _ids(where: str, ids: Iterable[str]) -> set[str]:
    listed = list(ids)
    known = set(listed)
    if len(known) < len(listed):
        doubled = next(one for one, times in Counter(listed).items() if times > 1)
        raise BadInstance(f"{where}: {doubled!r} is there twice")
    return known


def _within(where: str, named: Iterable[str], known: set[str], what: str) -> None:
    for number, one in enumerate(named):
        if one not in known:
            raise BadInstance(f"{where}[{number}]: there is no {what} {one!r}")


def _times(read: Instance) -> None:
    for slot in read.slots:
        if slot.ends <= slot.starts:
            raise BadInstance(f"slots: {slot.id!r} ends before it starts")
    for who in (*read.candidates, *read.helpers):
        for since, until in who.available or ():
            if until < since:
                raise BadInstance(f"available: a span of {who.id!r} ends before it starts")


def _once(read: Instance) -> None:
    met = {(one.candidate, one.need) for one in read.pairs}
    if len(met) < len(read.pairs):
        (who, need), _ = Counter((one.candidate, one.need) for one in read.pairs).most_common(1)[0]
        raise BadInstance(f"pairs: {who!r} and {need!r} are there twice")


def _known(where: str, interviews: Sequence[Interview], known: Instance) -> None:
    if not interviews:
        return
    pairs = {(one.candidate, one.need) for one in known.pairs}
    slots = {one.id for one in known.slots}
    for number, one in enumerate(interviews):
        if (one.candidate, one.need) not in pairs:
            raise BadInstance(f"{where}[{number}]: {one.candidate!r} and {one.need!r} are no pair of the instance")
        if one.slot not in slots:
            raise BadInstance(f"{where}[{number}]: there is no slot {one.slot!r}")
