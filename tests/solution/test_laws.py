"""A law answers whatever comes back from a sandbox: it complains, and never falls over."""

from functools import partial

import numpy as np
import pytest

from autograder.checks.conclude import guarded
from autograder.checks.law import look
from autograder.records import AnswerKey, Call, Observation
from tests.support.real import real

CHECKS = [check for question in real().questions for check in question.checks if check.kind == "law"]
ODD = [
    np.array([]),
    np.array(0.0),
    np.array(np.nan),
    np.array(-5),
    np.array([7]),
    np.array([True, False]),
    np.zeros((2, 3, 4)),
    np.full((2, 2), np.inf),
    np.zeros((0, 3)),
    np.arange(4.0),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_law_never_falls_over_odd_outputs(check, watch, reference, cases, laws, obeyed):
    for case in cases(check.cases):
        right = watch(check.probe, case, **vars(reference))
        for name, value in right.items():
            for odd in [*ODD, np.full(value.shape, np.nan)]:
                for law in check.options.law:
                    said = obeyed(getattr(laws, law), case, {**right, name: odd})
                    assert said is None or said.endswith(".")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_the_reference_obeys_every_law_it_is_checked_by(check, watch, reference, cases, laws, obeyed):
    for case in cases(check.cases):
        seen = watch(check.probe, case, **vars(reference))
        for law in check.options.law:
            assert obeyed(getattr(laws, law), case, seen) is None


def unusual(value: np.ndarray) -> dict[str, np.ndarray]:
    """An output as it may be instead: not finite, in whole or in part, empty, or much too large."""
    numbers = np.array(value, dtype=float)
    one = numbers.copy()
    one.flat[0] = np.nan
    return {
        "nan": np.full_like(numbers, np.nan),
        "one nan": one,
        "inf": np.full_like(numbers, np.inf),
        "minus inf": np.full_like(numbers, -np.inf),
        "empty": numbers.reshape(-1)[:0],
        "no rows": numbers.reshape(len(numbers), -1)[:0] if numbers.ndim else numbers.reshape(-1)[:0],
        "huge": np.full_like(numbers, 1e308),
    }


ONLY_ANOTHER = {"other", "other_start", "other_end", "another_way", "fresh", "second", "stranger", "untouched"}
"""Outputs that are to be others than some, or truth values: they may be as large as they like."""

ANY_SIZE = {
    "q2.flip": {"mislabelled"},  # only that it is another loss counts
    "q5.epochs": {"end", "weights", "dimensions"},  # those of another check
    "q5.steps": {"dimensions"},
    "q8.bends": {"here", "there", "halfway"},
    "q8.orders": {"ends"},  # where no known order leads, nothing is said
    "q8.overfit": {"losses"},
    "q8.seeds": {"one_way", "other_way"},
    "q8.shapes": {"loss", "spread"},
    "q6.arguments": {"loss"},
    "q6.balance": {"loss"},
    "q9.arguments": {"dX"},
}
"""And these, by check."""


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_no_check_passes_what_is_not_finite_or_empty_or_huge(check, watch, reference, cases):
    key = AnswerKey(laws=real().laws)
    for case in cases(check.cases)[:2]:
        right = watch(check.probe, case, **vars(reference))
        for name, value in right.items():
            for how, odd in unusual(value).items() if value.size else ():
                if how == "huge" and name in ONLY_ANOTHER | ANY_SIZE.get(check.id, set()):
                    continue
                seen = Observation("returned", {**right, name: odd})
                result = guarded(check, Call(check.probe, case), seen, partial(look, key))
                assert result is not None, f"{name} as {how}"
