"""A grading that needs the machine for itself waits for the others, and they let it pass."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

import pytest

from autograder.grading import turns
from autograder.grading.turns import alone, beside_others


@pytest.fixture(autouse=True)
def own_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_gradings_run_beside_each_other() -> None:
    with beside_others(), beside_others():
        pass


def test_one_that_needs_the_machine_waits_until_the_others_are_done() -> None:
    order: list[str] = []
    begun = threading.Event()

    def work() -> None:
        begun.set()
        with alone():
            order.append("alone")

    waiting = threading.Thread(target=work)
    with beside_others():
        waiting.start()
        begun.wait()
        order.append("beside")
    waiting.join()
    assert order == ["beside", "alone"]


def test_nobody_comes_in_while_one_has_the_machine() -> None:
    order: list[str] = []

    def work() -> None:
        with beside_others():
            order.append("beside")

    with alone():
        other = threading.Thread(target=work)
        other.start()
        order.append("alone")
    other.join()
    assert order == ["alone", "beside"]


def test_without_a_place_for_the_locks_and_without_patience_a_check_runs_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.0)
    with alone(), alone(), beside_others():
        pass
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    with alone(), alone():
        pass


def test_where_only_the_folder_one_stands_in_can_be_written_no_lock_is_left_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with alone(), beside_others():
        pass
    assert list(tmp_path.iterdir()) == []
