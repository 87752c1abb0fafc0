"""Tests by random examples try the same ones in each run, and fresh ones when asked to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.support import fuzzing


def examples() -> list[int]:
    """What one run of a test tries."""
    seen: list[int] = []

    @fuzzing.for_a_while
    @given(some.integers(0, 2**60))
    def test(number: int) -> None:
        seen.append(number)

    test()
    return seen


def test_every_run_tries_the_same_examples_and_every_round_other_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzing, "SECONDS", 0.0)
    monkeypatch.setattr(fuzzing, "ROUNDS", 3)
    first = examples()
    assert examples() == first
    assert len(set(first)) > 2 * fuzzing.FUZZ.max_examples


def test_with_time_to_search_the_examples_are_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzing, "SECONDS", 0.01)
    assert not {*examples()} <= {*examples()}
