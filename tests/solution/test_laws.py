"""A law answers whatever comes back from a sandbox: it complains, and never falls over."""

import numpy as np
import pytest

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
