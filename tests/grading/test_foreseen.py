"""A module that does not load costs two workers, and every call that asks for it first comes to what a worker sees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from autograder.answers.store import Answers
from autograder.grading.grader import Grader
from autograder.records import Assignment, Call, Limits, Observation, Report
from autograder.sandbox import Payload, Sandbox
from autograder.sandbox.worker import Worker
from tests.sandbox.helpers import call
from tests.support.reports import in_bytes, submission_of

PROBES = """
def one(student, x):
    return {"z": student.work.one(x)}

def two(student, x):
    first = student.work.one(x)
    return {"z": student.other.two(first)}

def either(student, x):
    return {"z": student.work.one(x) if x > 0 else student.other.two(x)}

def careful(student, x):
    try:
        return {"z": student.work.one(x)}
    except Exception:
        return {"z": x}
"""
GOOD = "def one(x):\n    return x\n\ndef two(x):\n    return x\n"
BROKEN = {
    "syntax": "def one(x)\n    return x\n",
    "tabs": "def one(x):\n\tif x:\n        return x\n",
    "module": "import torch\n",
    "helper": "from other import three\n",
    "name": "import other\nthree = other.three\n",
    "exit": "import sys\nsys.exit(3)\n",
    "UTF-16": GOOD.encode("utf-16"),
}


class Counting(Sandbox):
    """Counts the workers that were started."""

    count = 0

    @contextmanager
    def started(self, load: Payload, limits: Limits) -> Iterator[Worker]:
        self.count += 1
        with super().started(load, limits) as worker:
            yield worker


class Starting(Sandbox):
    """Starts a worker for every check, whatever is known."""

    worker = Sandbox.started


@pytest.fixture(scope="module")
def counting() -> Iterator[Counting]:
    with Counting() as sandbox:
        yield sandbox


def seen(sandbox: Sandbox, load: Payload, *calls: Call) -> list[Observation]:
    """What was seen, but for the times."""
    with sandbox.worker(load, Limits()) as worker:
        found = worker.run(calls)
    return [replace(one, seconds=0.0, processor=0.0, delayed=0.0) for one in found]


def load_of(work: str | bytes | None) -> Payload:
    files = {"other.py": GOOD, **({} if work is None else {"work.py": work})}
    return Payload(in_bytes(files), {"bench": PROBES}, ("work.py", "other.py"))


@pytest.mark.parametrize("work", [*BROKEN.values(), None], ids=[*BROKEN, "missing"])
def test_what_is_foreseen_is_what_a_worker_sees(counting: Counting, work: str | bytes | None) -> None:
    load, calls = load_of(work), [call("one", x=3.0), call("two", x=-3.0)]
    with counting.started(load, Limits()) as worker:
        error = worker.run(calls)[0].error
    assert error is not None and (work is None or error.unloaded == ("work",))
    known = load if work is None else load.without("work", error)
    really = [replace(one, seconds=0.0, processor=0.0, delayed=0.0, printed="") for one in run(counting, load, calls)]
    assert seen(counting, known, *calls) == really
    before = counting.count
    assert seen(counting, known, *calls) == really
    assert counting.count == before


def run(sandbox: Sandbox, load: Payload, calls: list[Call]) -> list[Observation]:
    with sandbox.started(load, Limits()) as worker:
        return worker.run(calls)


def test_what_depends_on_inputs_or_is_caught_is_made_like_any_other_call(counting: Counting) -> None:
    broken = load_of(BROKEN["syntax"])
    [first] = run(counting, broken, [call("one", x=1.0)])
    assert first.error is not None
    known = broken.without("work", first.error)
    positive, negative = seen(counting, known, call("either", x=1.0)), seen(counting, known, call("either", x=-1.0))
    assert (positive[0].outcome, negative[0].outcome) == ("raised", "returned")
    assert seen(counting, known, call("careful", x=5.0))[0].outputs["z"] == 5.0
    before = counting.count
    seen(counting, known, call("careful", x=5.0))
    assert counting.count == before + 1


@pytest.fixture
def graded(toy: Assignment, toy_answers: Answers, counting: Counting):
    """Grade files twice: with a worker for each check, and with no more than are needed; and say how many these are."""

    def grade(files: dict[str, str]) -> tuple[Report, Report, int]:
        with Starting() as sandbox:
            really = Grader(toy, toy_answers, sandbox).grade(submission_of(files), deck=1)
        before = counting.count
        found = Grader(toy, toy_answers, counting).grade(submission_of(files), deck=1)
        return really, found, counting.count - before

    return grade


def test_a_file_that_does_not_load_costs_two_workers_and_not_one_a_check(graded, toy, toy_source) -> None:
    for number in range(2):
        text = toy_source["toy.py"].replace("import numpy", f"import nonsense{number}, numpy")
        really, found, count = graded({**toy_source, "toy.py": text})
        assert [line.verdict for line in found.lines] == [line.verdict for line in really.lines]
        assert found.score == really.score == 1
    assert count == 2 + 2  # two for helper_free.py, which loads, and which no public check imports
    assert len(toy.checks) > 4


def test_nothing_handed_in_costs_no_worker(graded) -> None:
    for name in ("a.py", "b.py"):
        really, found, count = graded({name: "x = 1"})
        assert [line.verdict for line in found.lines] == [line.verdict for line in really.lines]
    assert count == 0


def test_a_file_that_fails_otherwise_each_time_is_tried_each_time(graded, toy, toy_source) -> None:
    text = toy_source["toy.py"].replace("import numpy", "import os\nraise ValueError(os.getpid())\nimport numpy")
    _, _, count = graded({**toy_source, "toy.py": text})
    assert count >= len(toy.checks)
