"""Another course, whose students write one function: its adapter is all that the playground needs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from autograder.playground.process import StudentProcess

ADAPTER = """
import numpy as np

ACTIVATIONS = ("none",)
INITIALIZATIONS = ("small",)


class Logistic:
    def __init__(self, student, settings, sizes, rng):
        self.slope, self.w, self.rng = student.regression.slope, 0.01 * rng.standard_normal((3, 1)), rng
        self.tune(settings)

    def tune(self, settings):
        self.alpha = settings.alpha

    def batches(self, n, size):
        return np.array_split(self.rng.permutation(n), -(-n // size))

    def train(self, X, y):
        self.w = self.w - self.alpha * self.gradients(X, y)[1][0]

    def get_params(self):
        return [self.w[:2].copy(), self.w[2].copy()]

    def set_params(self, params):
        self.w = np.vstack([params[0], params[1][None]])

    def probabilities(self, X):
        p = 1 / (1 + np.exp(-np.column_stack([X, np.ones(len(X))]) @ self.w))
        return np.column_stack([1 - p, p])

    def loss(self, X, y):
        return float(-np.log(self.probabilities(X)[np.arange(len(y)), y] + 1e-12).mean())

    def gradients(self, X, y):
        g = self.slope(np.column_stack([X, np.ones(len(X))]), self.w[:, 0], y)
        return self.loss(X, y), [g[:, None], g[2:]]

    def hidden(self, X):
        return []

    def dropped(self):
        return []


learner = Logistic
ABILITIES = {"train": ("part2", lambda student, settings: student.regression.slope(np.ones((1, 3)), np.ones(3), [1]))}
"""
WRITTEN = """
import numpy as np

def slope(F, w, y):
    return F.T @ (1 / (1 + np.exp(-F @ w)) - y) / len(F)
"""
START = {"do": "start", "settings": {"data": "gauss", "layers": [], "activation": "tanh", "alpha": 0.1}}


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    path = tmp_path / "adapter.py"
    path.write_text(ADAPTER, encoding="utf-8")
    return path


def test_it_trains_and_offers_what_the_adapter_has(adapter):
    process = StudentProcess({"regression.py": WRITTEN.encode()}, adapter)
    try:
        told = process.ask(START).told
        assert told["scenes"] == ["circle", "xor", "gauss", "spiral", "own"]
        assert told["choices"]["activation"] == ["none"] and list(told["abilities"]) == ["train"]
        answer = process.ask({"do": "train", "epochs": 20})
        assert answer.told["test_accuracy"] > 0.95 and np.ptp(answer.arrays()["field"][1]) > 200
        points = process.ask({"do": "start", "settings": {"data": "points"}}).told
        assert points["empty"] == "This assignment has no such picture."
    finally:
        process.end()


def test_what_is_not_written_names_the_courses_own_question(adapter):
    process = StudentProcess({"regression.py": b"def slope(F, w, y):\n    raise NotImplementedError\n"}, adapter)
    try:
        assert (
            process.ask(START).told["empty"]
            == "This picture comes to life with PART2: its functions are not written yet."
        )
    finally:
        process.end()


def test_a_mistake_in_the_adapter_is_told_as_staffs(adapter):
    adapter.write_text(ADAPTER.replace("self.alpha = settings.alpha", "self.alpha = settings.rate"), encoding="utf-8")
    process = StudentProcess({"regression.py": WRITTEN.encode()}, adapter)
    try:
        text = process.ask(START).told["text"]
        line = ADAPTER[: ADAPTER.index("self.alpha = settings.alpha")].count("\n") + 1
        assert text.startswith(
            "The playground failed on what your code gave it, at `self.alpha = settings.rate` "
            f"(adapter.py, line {line}): AttributeError: 'Settings'"
        )
        assert text.endswith("tell course staff.")
    finally:
        process.end()
