"""The staff bots: rungs that can be told apart, on both tasks together."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from autograder.contest.draws import Draw, drawn
from autograder.records import ContestTask
from autograder.spec.staff_folder import StaffFolder
from tests.support.places import SOLUTION

pytestmark = pytest.mark.slow

RUNGS = ("linear", "two_layers", "momentum", "dropout_and_batch_norm")
TASKS = (ContestTask("Digits", "", "contest_digits", 512), ContestTask("Spiral", "", "contest_spiral", 512))
SECRET, DRAWS = 188, 2


@pytest.fixture
def reference() -> Iterator[None]:
    """The reference's modules, importable by the bots and not afterwards."""
    before = dict(sys.modules)
    sys.path.insert(0, str(SOLUTION))
    yield
    sys.path.remove(str(SOLUTION))
    for name in set(sys.modules) - set(before):
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(SOLUTION)):
            del sys.modules[name]


def accuracy(name: str, functions: Mapping[str, Callable[..., Any]]) -> float:
    spec = importlib.util.spec_from_file_location(f"bot_{name}", SOLUTION / "bots" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    bot = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bot)
    found = []
    for number, task in enumerate(TASKS):
        for draw in range(DRAWS):
            case = drawn(Draw("night", number, draw), task, functions, SECRET)
            seed = case.inputs["rng"].seed  # type: ignore[union-attr]
            predict = bot.train(case.inputs["X"], case.inputs["y"], np.random.default_rng(seed), 10.0)
            found.append(np.mean(predict(case.inputs["X_test"]) == case.keep["labels"]))
    return float(np.mean(found))


def test_every_rung_lies_clearly_above_the_one_below(reference: None) -> None:
    assert {path.stem for path in (SOLUTION / "bots").glob("*.py")} == set(RUNGS)
    functions = StaffFolder(SOLUTION).functions("cases")
    accuracies = [accuracy(name, functions) for name in RUNGS]
    steps = np.diff(accuracies)
    assert (steps > 0.02).all(), accuracies  # .71, .78, .86, .91 were measured
    assert 0.65 < accuracies[0] < accuracies[-1] < 0.95, accuracies
