"""In a class, a submission that does not load costs next to nothing: counted in workers, whatever the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from autograder.batch.work import GradingTask, Station
from autograder.records import Limits
from autograder.sandbox import Payload, Sandbox, pool
from autograder.sandbox.worker import Worker
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import SOLUTION
from tests.support.real import real

pytestmark = pytest.mark.slow


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Payload]:
    """The loads of the workers that were started."""
    loads: list[Payload] = []

    class Noting(Sandbox):
        @contextmanager
        def started(self, load: Payload, limits: Limits) -> Iterator[Worker]:
            loads.append(load)
            with super().started(load, limits) as worker:
                yield worker

    monkeypatch.setattr(pool, "Sandbox", Noting)
    return loads


def test_files_that_do_not_load_cost_two_workers_each(started: list[Payload]) -> None:
    files = [name for name in real().files if name.endswith(".py")]
    counts, outcomes = [], []
    with Station.load(StaffFolder(SOLUTION)) as station:
        for text in (b"def f(:\n", b"import torch\n", b"# nothing is left\nx = y\n"):
            started.clear()
            graded = station.grade(GradingTask(dict.fromkeys(files, text), 1))
            counts.append(len(started))
            outcomes.append(graded.outcome)
        outcomes.append(station.grade(GradingTask({"notes.py": b""}, 1)).outcome)
        started.clear()
        outcomes.append(station.grade(GradingTask({"essay.py": b""}, 1)).outcome)
    assert outcomes == ["crash", "crash", "crash", "missing files", "missing files"]
    assert counts[0] > len({check.probe for check in real().checks})  # what each call asks for first is found out once
    assert all(count <= 3 * len(files) for count in counts[1:])
    assert not started
