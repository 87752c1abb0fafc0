"""A lock on a file keeps others out, lets sharers in, and ends with its holder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.writers import file_lock
from autograder.writers.file_lock import try_lock


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[], int]]:
    """Opens the one file again and again."""
    descriptors: list[int] = []

    def again() -> int:
        descriptors.append(os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT, 0o600))
        return descriptors[-1]

    yield again
    for descriptor in descriptors[1:]:
        os.close(descriptor)


def test_a_lock_keeps_others_out_until_its_holder_closes_the_file(opened: Callable[[], int]) -> None:
    holder, other = opened(), opened()
    assert try_lock(holder) and not try_lock(other) and not try_lock(other, exclusive=False)
    os.close(holder)
    assert try_lock(other)


def test_a_shared_lock_lets_in_those_who_share_it_alone(opened: Callable[[], int]) -> None:
    first, second, third = opened(), opened(), opened()
    assert try_lock(first, exclusive=False) and try_lock(second, exclusive=False) and not try_lock(third)
    os.close(first)


def test_where_the_system_has_no_locks_each_is_had(opened: Callable[[], int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_lock, "AVAILABLE", False)
    holder, other = opened(), opened()
    assert try_lock(holder) and try_lock(other)
    os.close(holder)


def test_a_file_that_cannot_be_locked_is_no_lock_of_somebody_else(opened: Callable[[], int]) -> None:
    gone = opened()
    os.close(gone)
    with pytest.raises(OSError, match="Bad file descriptor"):
        try_lock(gone)
