"""What the shown score of a contest gives away, by the simulation whose figures stand in the staff's handout."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

import pytest

from tests.support.places import ROOT

STAFF_LADDER = 0.025
"""From the weakest to the best staff bot on such rows."""


@pytest.fixture(scope="module")
def mean_gain() -> Callable[..., float]:
    spec = importlib.util.spec_from_file_location("leak", ROOT / "handouts" / "figures" / "leak.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    gain: Callable[..., float] = module.mean_gain
    return gain


def test_a_score_a_night_gives_nothing_away(mean_gain: Callable[..., float]) -> None:
    assert abs(mean_gain(8)) < 0.003


def test_a_hundred_exact_scores_buy_most_of_the_ladder_of_staff_bots(mean_gain: Callable[..., float]) -> None:
    assert mean_gain(100) > 0.6 * STAFF_LADDER


def test_rounding_to_two_places_hardly_helps(mean_gain: Callable[..., float]) -> None:
    assert mean_gain(100, digits=2) > 0.2 * STAFF_LADDER
    assert mean_gain(200, digits=2) > 0.4 * STAFF_LADDER
