"""The worker that is started ahead: it has its load already, and is nobody's but of the load it has."""

from __future__ import annotations

from time import monotonic

import pytest

from autograder.records import Limits
from autograder.sandbox import Sandbox
from autograder.sandbox.zygotes import PIPE_BYTES, Zygote

from .bench import call, load, see


def number(sandbox: Sandbox, source: str) -> object:
    (seen,) = see(sandbox, source)
    return seen.outputs["value"].item()


@pytest.fixture
def ordered(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The limits of every worker that was ordered."""
    orders: list[object] = []
    spawn = Zygote.spawn

    def noted(zygote: Zygote, limits: dict[str, int]) -> object:
        orders.append(limits)
        return spawn(zygote, limits)

    monkeypatch.setattr(Zygote, "spawn", noted)
    return orders


def test_one_submissions_worker_never_goes_to_another(sandbox: Sandbox) -> None:
    works = ["def run(): return 1", "def run(): return 2", "def run(): return 1"]
    assert [number(sandbox, work) for work in works] == [1, 2, 1]


def test_the_same_load_takes_the_worker_that_is_there_and_another_one_costs_an_order_more(ordered: list[object]) -> None:
    with Sandbox() as sandbox:
        for _ in range(3):
            number(sandbox, "def run(): return 1")
        assert len(ordered) == 4
        number(sandbox, "def run(): return 2")
        assert len(ordered) == 6


def test_no_line_of_a_student_runs_before_the_first_call(sandbox: Sandbox) -> None:
    given = load({"work.py": "import time\nLOADED = time.monotonic()\ndef run(): return LOADED\n"})
    for _ in range(2):
        with sandbox.worker(given, Limits()) as worker:
            before = monotonic()
            (seen,) = worker.run([call()])
        assert seen.outputs["value"] >= before


@pytest.mark.parametrize("length", [PIPE_BYTES - 4000, PIPE_BYTES, 3 * PIPE_BYTES])
def test_a_load_that_no_pipe_holds_arrives_whole(sandbox: Sandbox, length: int) -> None:
    comment = "#" + "x" * length + "\n"
    for value in (1, 1, 2):
        assert number(sandbox, f"{comment}def run(): return {value}\n") == value


def test_the_frame_of_a_load_is_made_once() -> None:
    given = load({"work.py": "x = 1\n"})
    assert given.frame is given.frame
