"""Sandboxes that many threads ask for."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from autograder.sandbox import Sandbox, SandboxBrokenError, pool
from autograder.sandbox.pool import Sandboxes


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
