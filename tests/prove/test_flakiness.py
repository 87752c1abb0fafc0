"""Bounds on the chance of a random failure, against known numbers."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from autograder.grading.cache import VerdictCache
from autograder.grading.cache_keys import keys
from autograder.prove.bounds import (
    Bound,
    KnownBound,
    SolutionRun,
    below_zero,
    bound_of,
    chi_square_quantile,
    clopper_pearson,
)
from autograder.prove.flakiness import flakiness_claim, is_random, known_bounds
from autograder.prove.jobs import ProofContext
from autograder.records import silent
from autograder.spec.reading import StaffTextError
from autograder.spec.staff_folder import StaffFolder
from tests.support.toy import frozen, toy_with_mistakes

pytestmark = pytest.mark.slow


def test_no_failure_in_n_runs_still_allows_about_three_in_n() -> None:
    assert clopper_pearson(0, 500) == pytest.approx(1 - 0.05 ** (1 / 500), rel=1e-6)
    assert clopper_pearson(0, 500) == pytest.approx(3 / 500, rel=0.01)
    assert clopper_pearson(5, 5) == 1.0
    assert clopper_pearson(2, 100) > clopper_pearson(1, 100) > clopper_pearson(0, 100)


@pytest.mark.parametrize(("degrees", "table"), [(5, 1.1455), (19, 10.117), (99, 77.046)])
def test_the_quantile_of_chi_square_is_that_of_the_tables(degrees: int, table: float) -> None:
    assert chi_square_quantile(0.05, degrees) == pytest.approx(table, rel=0.02)


def test_the_spread_is_taken_at_the_upper_end_of_what_the_draws_allow() -> None:
    margins = np.array([0.02, 0.03, 0.025, 0.028, 0.022] * 4)
    plain = 0.5 * math.erfc(margins.mean() / margins.std(ddof=1) / math.sqrt(2))
    assert plain < below_zero(margins) < 1e-6
    assert below_zero([0.5]) == 1.0


def test_a_class_fails_more_often_than_one_student() -> None:
    bound = Bound("q.a", 1e-6, "known")
    assert bound.chance_in_class == pytest.approx(5e-4, rel=1e-3)


def test_a_second_attempt_squares_what_is_known(context) -> None:
    runs = [SolutionRun("reference", True)] * 20
    known = KnownBound(check="q.a", bound=1e-4, why="It is known from a table.")
    assert bound_of("q.a", known, runs, attempts=2).chance == pytest.approx(1e-8)
    unknown = bound_of("q.a", None, runs, attempts=1)
    assert unknown.chance == pytest.approx(clopper_pearson(0, 20)) and "0 of 20 runs failed" in unknown.how


def test_runs_with_unequally_many_margins_are_bounded_by_their_failures() -> None:
    runs = [SolutionRun("reference", True, (0.2, 0.3))] * 19 + [SolutionRun("reference", False, (0.2,))]
    bound = bound_of("q.a", None, runs, attempts=1)
    assert bound.chance == pytest.approx(clopper_pearson(1, 20))
    assert bound.how == "1 of 20 runs failed, and not every run gave its margins"


def test_the_tightest_margin_decides_and_is_named() -> None:
    runs = [SolutionRun("reference", True, (0.5 + 0.01 * (n % 3), 0.1 + 0.02 * (n % 3))) for n in range(30)]
    bound = bound_of("q.a", None, runs, attempts=1)
    assert bound.chance == pytest.approx(below_zero([run.margins[1] for run in runs]), rel=1e-6)
    assert bound.how == "measured margins, the tightest 0.12 ± 0.017 for reference, 30 runs"


@pytest.fixture(scope="module")
def context(tmp_path_factory, sandbox) -> ProofContext:
    folder = tmp_path_factory.mktemp("chance")
    assignment, answers = frozen(toy_with_mistakes(folder / "toy"), sandbox, folder / "cache")
    staff, cache = StaffFolder(folder / "toy"), VerdictCache(folder / "cache")
    return ProofContext(staff, assignment, answers, cache, keys(assignment, answers), 2, silent)


def test_a_check_is_random_when_a_generator_is_handed_over(context) -> None:
    assert [check.id for check in context.assignment.checks if is_random(context, check)] == ["t2.order"]


def test_what_nobody_knows_is_not_proved_until_it_is_stated(context, tmp_path: Path) -> None:
    claim = flakiness_claim(context, tmp_path / "none", draws=3)
    assert not claim.proved and "most of it by t2.order" in claim.problems[0]
    path = context.folder.path / "chance.yaml"
    path.write_text("- check: t2.order\n  bound: 3.0e-7\n  why: Two orders of ten are alike once in 10!.\n")
    claim = flakiness_claim(context, tmp_path / "none", draws=3)
    assert claim.proved and claim.figures[0] == "6 runs of right solutions over seeds and decks, 0 failed"
    path.write_text("- check: t2.order\n  bund: 3.0e-7\n  why: Two orders of ten are alike once in 10!.\n")
    with pytest.raises(StaffTextError, match=r"chance.yaml:2:3: 'bund' is not a setting here.*Did you mean 'bound'"):
        known_bounds(context.folder)
