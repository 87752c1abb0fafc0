"""Settings come from an address that anybody may have written."""

from __future__ import annotations

import math

import pytest

from autograder.playground.settings import Settings, read


def test_what_is_missing_or_unknown_is_as_usual():
    assert read({}) == read({"color": "red", "alpha": None, "layers": 3}) == Settings()


@pytest.mark.parametrize(
    ("name", "given", "taken"),
    [
        ("noise", 900, 50),
        ("share", 0, 10),
        ("batch", 2.7, 2),
        ("alpha", -1, 0.0),
        ("momentum", 5, 0.999),
        ("dropout", "0.3", 0.3),
        ("layers", [99, 0, 4, 4, 4, 4], (16, 1, 4, 4)),
        ("points", [[1, 2, 9], [3, 4, -1]], ((1.0, 2.0, 3), (3.0, 4.0, 0))),
        ("start", [1, "2"], (1.0, 2.0)),
        ("batchnorm", 1, True),
    ],
)
def test_each_setting_is_brought_into_its_range(name, given, taken):
    assert getattr(read({name: given}), name) == taken


@pytest.mark.parametrize("name", ["alpha", "seed", "start", "points", "layers"])
@pytest.mark.parametrize("given", [math.nan, math.inf, "x", {}, [[]], ["a", "b"], 1e300])
def test_what_is_no_number_leaves_the_setting_alone(name, given):
    got = getattr(read({name: given}), name)
    usual = getattr(Settings(), name)
    assert got == usual or (name == "points" and got == ()) or (name == "layers" and got == ())


def test_no_more_points_than_can_be_drawn_are_taken():
    assert len(read({"points": [[0, 0, 0]] * 5000}).points) == 2000
