"""Files from outside: read strictly, refused in one line, and the command that reads them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from interviews.timetable.rules import planning, reading
from tests.interviews.timetable.checker import changed, faults
from tests.interviews.timetable.instances import one_table, pair, person
from tests.interviews.timetable.test_plans import crowded

pytestmark = pytest.mark.once
Json = dict[str, Any]


def small() -> Json:
    people = [person("a", [(0, 60)]), person("b", [(0, 60)])]
    return one_table([0, 20], people, [pair("a", "n1", 0.4), pair("b", "n1", 0.9)])


def row(key: str, number: int = 0, **more: object) -> Json:
    raw = small()
    raw[key][number] = {**raw[key][number], **more}
    return raw


WRONG: dict[str, tuple[Any, str]] = {
    "no table": (row("slots", table="t9"), "slots[0]: there is no table 't9'"),
    "ends first": (row("slots", ends="2026-10-06T08:00:00+00:00"), "ends before it starts"),
    "naive": (row("slots", starts="2026-10-06T09:00:00"), "$.slots[0].starts"),
    "doubled slot": (row("slots", 1, id="x0"), "slots: 'x0' is there twice"),
    "doubled person": (row("candidates", 1, id="a"), "candidates: 'a' is there twice"),
    "doubled pair": (row("pairs", 1, candidate="a"), "pairs: 'a' and 'n1' are there twice"),
    "too relevant": (row("pairs", relevance=1.01), "$.pairs[0].relevance"),
    "not relevant": (row("pairs", relevance=-0.1), "$.pairs[0].relevance"),
    "stranger": (row("pairs", candidate="z"), "there is no candidate 'z'"),
    "no need": (row("pairs", need="z"), "there is no need 'z'"),
    "negative limit": (row("candidates", max_interviews=-1), "$.candidates[0].max_interviews"),
    "negative need": (row("needs", max_interviews=-1), "$.needs[0].max_interviews"),
    "format": (row("slots", format="by_phone"), "$.slots[0].format"),
    "span": (row("candidates", available=[["2026-10-06T10:00:00+00:00", "2026-10-06T09:00:00+00:00"]]), "span of 'a'"),
    "span of one": (row("candidates", available=[["2026-10-06T10:00:00+00:00"]]), "$.candidates[0].available"),
    "no helper": (row("candidates", helper="h"), "there is no helper 'h'"),
    "no pairs": ({key: value for key, value in small().items() if key != "pairs"}, "missing required field `pairs`"),
    "buffer": ({**small(), "buffer_minutes": -1}, "$.buffer_minutes"),
    "floor": ({**small(), "priority_floor": 1.5}, "$.priority_floor"),
    "locked": ({**small(), "locked": [{"candidate": "a", "need": "n1", "slot": "x7"}]}, "there is no slot 'x7'"),
    "a list": ([1], "Expected `object`"),
    "null": (None, "Expected `object`"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_instance_is_refused_in_one_line(kind: str) -> None:
    raw, said = WRONG[kind]
    with pytest.raises(reading.BadInstance) as refused:
        reading.instance(json.dumps(raw).encode())
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a": NaN}', b'{"tables": [{"id": "\\ud800"}]}']
)
def test_what_is_no_json_is_refused(content: bytes) -> None:
    with pytest.raises(reading.BadInstance):
        reading.instance(content)


def test_strange_times_are_no_reason_to_fail() -> None:
    raw = row("slots", starts="0001-01-01T00:00:00+23:59")
    assert len(planning.plan(reading.instance(json.dumps(raw).encode())).interviews) == 1


def test_unknown_fields_are_left_alone_and_ours_may_be_missing() -> None:
    raw = {**small(), "seed": 5, "made_by": "somebody"}
    assert reading.instance(json.dumps(raw).encode()).helpers == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cancelled_candidates": ["z"]}, "no candidate 'z'"),
        ({"cancelled_slots": ["z"]}, "no slot 'z'"),
        ({"late": [{"candidate": "z", "from": "2026-10-06T10:00:00Z"}]}, "no candidate 'z'"),
        ({"late": [{"candidate": "a", "from": "2026-10-06T10:00:00"}]}, "$.late[0].from"),
        ({"late": [{"candidate": "a"}]}, "from"),
        ({"price_of_a_move": -1}, "$.price_of_a_move"),
    ],
)
def test_wrong_changes_are_refused(changes: Json, said: str) -> None:
    known = reading.instance(json.dumps(small()).encode())
    with pytest.raises(reading.BadInstance) as refused:
        reading.changes(json.dumps(changes).encode(), known)
    assert said in str(refused.value)


def test_a_plan_of_another_instance_is_refused() -> None:
    known = reading.instance(json.dumps(small()).encode())
    with pytest.raises(reading.BadInstance, match="no pair"):
        reading.announced(b'{"interviews": [{"candidate": "z", "need": "n1", "slot": "x0"}]}', known)


def test_a_large_file_is_read_fast() -> None:
    people = [person(f"c{number}", [(0, 60)]) for number in range(20_000)]
    raw = one_table([0, 20], people, [pair(one["id"], "n1", 0.5) for one in people])
    content = json.dumps(raw).encode()
    began = time.perf_counter()
    reading.instance(content)
    assert time.perf_counter() - began < 5


def tremplin(*words: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "web.command", "plan", *map(str, words)]
    return subprocess.run(  # noqa: S603 - our own
        command, capture_output=True, text=True, check=False, timeout=60
    )


def test_the_command_plans_and_repairs(tmp_path: Path) -> None:
    raw, changes = crowded(), {"cancelled_candidates": ["c001"], "price_of_a_move": 0.05}
    instance, plan, told, mended = (
        tmp_path / name for name in ("instance.json", "plan.json", "changes.json", "plan2.json")
    )
    instance.write_text(json.dumps(raw))
    told.write_text(json.dumps(changes))
    done = tremplin(instance, "--out", plan, "--seed", 3, "--limit", 20)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "interviews, objective" in done.stderr
    assert faults(raw, json.loads(plan.read_bytes())) == []
    done = tremplin("--repair", plan, told, instance, "--out", mended)
    assert done.returncode == 0, done.stderr
    assert faults(changed(raw, changes), json.loads(mended.read_bytes()), cancelled=frozenset(["c001"])) == []


def test_the_command_says_what_is_wrong_in_one_line(tmp_path: Path) -> None:
    instance = tmp_path / "instance.json"
    instance.write_text(json.dumps(row("slots", table="t9")))
    plan = tmp_path / "plan.json"
    for words, said in (
        ((instance, "--out", plan), "there is no table"),
        ((tmp_path / "none.json", "--out", plan), "No such file"),
        ((tmp_path, "--out", plan), "Is a directory"),
        (("--repair", instance, "--out", plan), "a repair wants"),
        ((instance, instance, "--out", plan), "a plan wants"),
    ):
        done = tremplin(*words)
        assert done.returncode == 2
        assert said in done.stderr
        assert done.stderr.count("\n") == 1, done.stderr
        assert not plan.exists()


def test_ctrl_c_writes_the_best_plan_so_far(tmp_path: Path) -> None:
    raw = crowded(people=4000, seed=2)
    instance, plan = tmp_path / "instance.json", tmp_path / "plan.json"
    instance.write_text(json.dumps(raw))
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "web.command", "plan", str(instance), "--out", str(plan)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment) as running:  # noqa: S603 - our own
        assert running.stderr is not None
        began = time.monotonic()
        while running.poll() is None and time.monotonic() - began < 40:
            if b"ortools" in Path(f"/proc/{running.pid}/maps").read_bytes():
                break
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        said = running.stderr.read().decode()
        assert running.wait(60) == 0, said
    assert "Traceback" not in said
    assert faults(raw, json.loads(plan.read_bytes()), reasons=False) == []
