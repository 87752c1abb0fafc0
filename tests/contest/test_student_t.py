"""The quantiles against scipy's."""

from __future__ import annotations

import pytest

from autograder.contest.student_t import below, quantile


@pytest.mark.parametrize("degrees", [1, 2, 3, 4, 9, 10, 39, 40, 99])
@pytest.mark.parametrize("probability", [0.51, 0.9, 0.95, 0.999, 1 - 0.05 / 999])
def test_a_quantile_is_scipys(degrees: int, probability: float) -> None:
    t = pytest.importorskip("scipy.stats").t
    assert quantile(probability, degrees) == pytest.approx(t.ppf(probability, degrees), rel=1e-9)


def test_a_table_of_textbooks() -> None:
    assert [round(quantile(0.95, degrees), 3) for degrees in (1, 2, 5, 10, 39)] == [6.314, 2.920, 2.015, 1.812, 1.685]


def test_the_distribution_begins_in_the_middle() -> None:
    assert below(0.0, 7) == 0.5


@pytest.mark.parametrize(("probability", "degrees"), [(0.5, 3), (1.0, 3), (0.95, 0)])
def test_what_has_no_quantile_is_refused(probability: float, degrees: int) -> None:
    with pytest.raises(ValueError, match=r"between 0\.5 and 1"):
        quantile(probability, degrees)
