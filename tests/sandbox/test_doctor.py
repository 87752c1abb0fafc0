"""The doctor tells a machine's tier as values: layer by layer, with costs, and what to do for the next tier."""

from __future__ import annotations

import sys

import pytest

from autograder.sandbox.doctor import diagnose
from autograder.sandbox.tier import LAYERS
from autograder.sandbox.wall.layers import LAYERS as WALL

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there are no layers to tell of")


def test_every_layer_of_the_wall_has_words() -> None:
    assert list(LAYERS) == [layer.name for layer in WALL]


def test_a_machine_is_diagnosed_layer_by_layer() -> None:
    found = diagnose()
    assert [layer.name for layer in found.layers if layer.present] == list(found.tier.layers)
    assert all(layer.milliseconds > 0 for layer in found.layers if layer.present)
    assert found.worker_milliseconds > 0 and len(found.advice) == len(found.tier.missing)


def test_a_missing_layer_is_diagnosed_with_what_to_do() -> None:
    found = diagnose(without=("landlock", "user"))
    assert found.tier.letter == "C"
    assert [layer.name for layer in found.layers if not layer.present] == ["user", "landlock"]
    assert any("Landlock (5.13 or newer" in sentence for sentence in found.advice)


def test_a_machine_that_cannot_fork_is_diagnosed_as_for_development_only() -> None:
    found = diagnose(without=("zygote",))
    assert found.tier.letter == "D" and "development only" in found.tier.words
