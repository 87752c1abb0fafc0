"""The worker that is started ahead: it has its payload already, and is nobody's but of the payload it has."""

from __future__ import annotations

import os
from time import monotonic
from typing import cast

import pytest

from autograder.records import Limits
from autograder.sandbox import Payload, Sandbox, SandboxBrokenError
from autograder.sandbox.supply import PreparedWorker
from autograder.sandbox.zygote_client import PIPE_BYTES, PendingWorker, Zygote
from tests.support.waiting import wait_for

from .helpers import call, load, see

ONE, TWO = "def run(): return 1", "def run(): return 2"


def number(sandbox: Sandbox, source: str, seconds: float = 10.0) -> object:
    (seen,) = see(sandbox, source, seconds=seconds)
    return seen.outputs["value"].item()


@pytest.fixture
def ordered(monkeypatch: pytest.MonkeyPatch, walled: Sandbox) -> list[dict[str, int]]:
    """The limits of every worker that is ordered."""
    orders: list[dict[str, int]] = []
    spawn = Zygote.spawn

    def noted(zygote: Zygote, limits: dict[str, int]) -> PendingWorker:
        orders.append(limits)
        return spawn(zygote, limits)

    monkeypatch.setattr(Zygote, "spawn", noted)
    return orders


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch, walled: Sandbox) -> list[int]:
    """How many bytes of every load did not fit into the pipe of a worker that is being started."""
    lengths: list[int] = []
    give = PendingWorker.give

    def noted(one: PendingWorker, frame: bytes) -> bytes:
        rest = give(one, frame)
        lengths.append(len(rest))
        return rest

    monkeypatch.setattr(PendingWorker, "give", noted)
    return lengths


def test_one_submissions_worker_never_goes_to_another(sandbox: Sandbox) -> None:
    assert [number(sandbox, work) for work in (ONE, TWO, ONE)] == [1, 2, 1]


def test_the_same_load_takes_the_worker_that_is_there_and_another_one_costs_an_order_more(
    ordered: list[dict[str, int]],
) -> None:
    with Sandbox() as sandbox:
        for _ in range(3):
            number(sandbox, ONE)
        assert len(ordered) == 4
        number(sandbox, TWO)
        assert len(ordered) == 6


def test_a_worker_with_time_enough_will_do_and_the_next_has_the_longest_time(ordered: list[dict[str, int]]) -> None:
    with Sandbox() as sandbox:
        for seconds in (5.0, 2.0, 2.0, 9.0):
            number(sandbox, ONE, seconds)
    assert [order["seconds"] for order in ordered] == [5, 5, 5, 5, 9, 9]


@pytest.mark.parametrize(
    ("seconds", "memory_mb", "frame", "will"),
    [(3, 64, b"a", True), (4, 64, b"a", False), (2, 64, b"a", True), (3, 65, b"a", False), (3, 64, b"b", False)],
)
def test_a_waiting_worker_will_do_for_its_own_load_and_memory_and_no_more_time(
    seconds: int, memory_mb: int, frame: bytes, will: bool
) -> None:
    pending = cast("PendingWorker", None)
    waiting = PreparedWorker(pending, {"seconds": 3, "memory_mb": 64}, b"a", b"")
    assert waiting.will_do({"seconds": seconds, "memory_mb": memory_mb}, frame) is will


def test_a_worker_that_is_not_wanted_leaves_no_process_and_no_descriptor(walled: Sandbox) -> None:
    def settle() -> int:
        """The descriptors that are open once the zygote and the worker started ahead are all there is."""
        wait_for(lambda: len(walled.processes()) == 2, "the end of every other worker")
        return len(os.listdir("/proc/self/fd"))

    number(walled, ONE)
    before = settle()
    for work in (TWO, ONE, TWO):
        number(walled, work)
    assert settle() == before


def test_a_next_worker_that_cannot_be_ordered_costs_the_present_check_nothing(
    walled: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    number(walled, ONE)
    before = len(os.listdir("/proc/self/fd"))
    with monkeypatch.context() as patched:

        def no_more(zygote: Zygote, limits: dict[str, int]) -> PendingWorker:
            raise SandboxBrokenError("no pipe could be opened")

        patched.setattr(Zygote, "spawn", no_more)
        assert number(walled, ONE) == 1
        with pytest.raises(SandboxBrokenError, match="no pipe"):
            number(walled, ONE)
    assert number(walled, ONE) == 1
    assert len(os.listdir("/proc/self/fd")) == before


def test_no_line_of_a_student_runs_before_the_first_call(sandbox: Sandbox) -> None:
    given = load({"work.py": "import time\nLOADED = time.monotonic()\ndef run(): return LOADED\n"})
    for _ in range(2):
        with sandbox.worker(given, Limits()) as worker:
            before = monotonic()
            (seen,) = worker.run([call()])
        assert seen.outputs["value"] >= before


def test_a_module_that_a_probe_looks_for_is_never_the_students(sandbox: Sandbox) -> None:
    probes = (
        "try:\n    import scipy\nexcept ImportError:\n    scipy = None\n\ndef run(student):\n    return scipy is None\n"
    )
    files = {"work.py": b"", "scipy.py": b"raise SystemExit"}
    with sandbox.worker(Payload(files, {"bench": probes}, ("work.py",)), Limits()) as worker:
        (seen,) = worker.run([call()])
    assert seen.outputs["value"]


def test_a_small_load_is_there_before_it_is_asked_for(walled: Sandbox, left: list[int]) -> None:
    for _ in range(2):
        number(walled, ONE)
    assert left and set(left) == {0}


@pytest.mark.parametrize("length", [PIPE_BYTES, 3 * PIPE_BYTES])
def test_a_load_that_no_pipe_holds_arrives_whole(walled: Sandbox, left: list[int], length: int) -> None:
    comment = "#" + "x" * length + "\n"
    for value in (1, 1, 2):
        assert number(walled, f"{comment}def run(): return {value}\n") == value
    assert min(left) > 0


def test_probes_that_do_not_load_are_staffs_mistake_and_told_as_such(sandbox: Sandbox) -> None:
    given = Payload({"work.py": ONE.encode()}, {"bench": "raise ValueError('staff slipped')"}, ("work.py",))
    for _ in range(2):
        told = pytest.raises(SandboxBrokenError, match="could not load its probes: ValueError: staff slipped")
        with told, sandbox.worker(given, Limits()) as worker:
            worker.run([call()])


def test_probes_that_do_not_load_after_a_students_files_are_the_students_mistake(sandbox: Sandbox) -> None:
    source = (
        "import importlib\ndef broken(name): raise OSError('spoilt')\nimportlib.import_module = broken\ndef "
        "run(): return 1"
    )
    given = load({"work.py": source})
    with sandbox.worker(given, Limits()) as worker:
        (seen,) = worker.run([call()])
    assert seen.outcome == "died" and seen.error is not None and "change Python itself" in seen.error.disclosed
