"""Sandboxes that many threads ask for."""

from __future__ import annotations

import threading
from contextlib import closing
from typing import Any

import pytest

from autograder.records import silent
from autograder.sandbox import Sandbox, SandboxBrokenError, pool
from autograder.sandbox.pool import Sandboxes, map_tasks


def test_a_sandbox_that_starts_while_all_are_being_closed_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sandboxes = Sandboxes(())
    asked, closed = threading.Event(), threading.Event()
    started: list[Sandbox] = []
    errors: list[Exception] = []

    def late(**named: Any) -> Sandbox:
        asked.set()
        closed.wait(60)
        started.append(Sandbox(**named))
        return started[0]

    def work() -> None:
        try:
            with sandboxes.one():
                pass
        except SandboxBrokenError as error:
            errors.append(error)

    monkeypatch.setattr(pool, "Sandbox", late)
    with sandboxes.one():
        thread = threading.Thread(target=work)
        thread.start()
        asked.wait(60)
        sandboxes.close()
        closed.set()
        thread.join(60)
    assert len(errors) == len(started) == 1
    assert not started[0].processes()


def test_one_piece_of_work_after_the_other_uses_the_same_sandboxes() -> None:
    """The first zygote of an assignment with packages takes seconds, which each part of a proof would wait for."""

    def zygote(sandbox: Sandbox, _task: int) -> int:
        return sandbox.processes()[0]

    with closing(Sandboxes(())) as sandboxes:
        first, second = (map_tasks([1, 2, 3], zygote, 1, silent, sandboxes=sandboxes) for _ in range(2))
    assert len({*first, *second}) == 1
