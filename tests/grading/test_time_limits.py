"""Limits that fit the machine, from a pace and a slowness; nothing here is timed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.grading import time_limits
from autograder.grading.time_limits import FURTHER, PARTS, SLOWEST, Calibration
from autograder.records import Assignment
from tests.support.reports import check_of


@pytest.mark.parametrize(
    ("most", "reference", "seconds"),
    [(20, None, 20), (20, 0.001, 4), (20, 0.4, 10), (20, 5, 20), (2, 0.001, 2)],
)
def test_a_budget_is_a_multiple_of_the_references_time_within_bounds(
    most: float, reference: float | None, seconds: float
) -> None:
    assert time_limits.budget(most, reference) == pytest.approx(seconds)


def test_a_machine_twice_as_slow_gives_twice_the_time(toy: Assignment) -> None:
    fitted = time_limits.scaled(toy, Calibration(1.0, {"t1.double": 0.06}), 2.0, None)
    assert check_of(fitted, "t1.double").limits.seconds == 4.0
    assert check_of(fitted, "t1.double").limits.memory_mb == 512


def test_seconds_that_staff_stated_for_a_check_are_not_shortened(toy: Assignment) -> None:
    [question, *others] = toy.questions
    [check, *rest] = question.checks
    stated = replace(check, limits=replace(check.limits, seconds=20.0, explicit=True))
    changed = replace(toy, questions=(replace(question, checks=(stated, *rest)), *others))
    fitted = time_limits.scaled(changed, Calibration(1.0, {check.id: 0.01, rest[0].id: 0.01}), 2.0, None)
    assert check_of(fitted, check.id).limits.seconds == 40.0


@pytest.mark.parametrize(("work", "seconds"), [(1e9, 2.0), (1e-9, 2.0 * SLOWEST)])
def test_proofs_have_the_limits_of_grading_as_whole_multiples(toy: Assignment, work: float, seconds: float) -> None:
    fitted = time_limits.limits_to_prove(toy, Calibration(work, {"t1.double": 0.06}))
    assert check_of(fitted, "t1.double").limits.seconds == seconds


def test_proofs_without_a_pace_have_the_limits_of_the_assignment(toy: Assignment) -> None:
    assert check_of(time_limits.limits_to_prove(toy, None), "t1.double").limits == check_of(toy, "t1.double").limits


def test_a_small_container_lowers_the_memory_limit_and_a_large_one_does_not(toy: Assignment) -> None:
    fitted = [time_limits.scaled(toy, Calibration(1.0), 1.0, container) for container in (200, 768, 6144, None)]
    assert [check_of(one, "t1.double").limits.memory_mb for one in fitted] == [128, 468, 512, 512]


def test_a_pace_comes_back_from_its_file(tmp_path: Path) -> None:
    written = Calibration(0.25, {"t1.double": 0.125})
    time_limits.write(tmp_path / time_limits.PACE_NAME, written)
    assert time_limits.read(tmp_path / time_limits.PACE_NAME) == written


def test_a_pace_is_noted_anew_only_when_it_no_longer_holds(tmp_path: Path) -> None:
    path = tmp_path / time_limits.PACE_NAME
    first = Calibration(0.25, {"slow": 2.0, "fast": 0.001})
    time_limits.save_if_different(path, first)
    time_limits.save_if_different(path, Calibration(0.4, {"slow": 3.0, "fast": 0.1}))
    assert time_limits.read(path) == first
    slower = Calibration(0.25, {"slow": 9.0, "fast": 0.001})
    for changed in (slower, Calibration(0.25, {"slow": 2.0}), Calibration(1.5, first.checks)):
        time_limits.save_if_different(path, changed)
        assert time_limits.read(path) == changed
        time_limits.write(path, first)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"work": "fast", "checks": {}}', '{"work": 1, "checks": [2]}'])
def test_a_damaged_pace_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / time_limits.PACE_NAME).write_text(text)
    assert time_limits.read(tmp_path / time_limits.PACE_NAME) is None


def test_without_a_pace_the_limits_of_the_assignment_hold(toy: Assignment) -> None:
    assert check_of(time_limits.scaled(toy, Calibration(1.0), 1.0, None), "t1.double").limits.seconds == 2


@pytest.mark.parametrize(
    ("first", "further", "slowness", "looks"),
    [(0.05, 0.2, 1.0, [1]), (0.12, 0.9, 1.2, [1]), (0.4, 0.44, 2.2, [1, FURTHER]), (0.4, 3.6, SLOWEST, [1, FURTHER])],
)
def test_more_of_the_fixed_work_is_done_only_where_a_part_takes_long(
    monkeypatch: pytest.MonkeyPatch, first: float, further: float, slowness: float, looks: list[int]
) -> None:
    seen: list[int] = []

    def fixed_work(parts: int = PARTS) -> float:
        seen.append(parts)
        return first if parts == 1 else further

    monkeypatch.setattr(time_limits, "fixed_work", fixed_work)
    assert time_limits.slowness_of_this_machine(Calibration(0.5)) == pytest.approx(slowness)
    assert seen == looks
