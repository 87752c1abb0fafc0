"""One training: data, a learner made of the student's code, and what a picture of both needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.playground import fields, lens
from autograder.playground.datasets import Data
from autograder.playground.learner import Learner
from autograder.playground.settings import Settings

Frame = tuple[dict[str, Any], dict[str, np.ndarray]]
"""What is sent as text, and arrays by name."""

LENS_ROWS = 32
SHOWN_DIGITS = 120
CHEAP_NUMBERS = 40_000
"""A fine field is cheap for a network whose units and cells together are no more numbers than this."""
COARSE, FINE = 50, 100


class Training:
    """Trains in steps; an epoch ends when its last mini-batch is done."""

    def __init__(self, data: Data, learner: Learner, settings: Settings, sizes: Sequence[int]) -> None:
        self.data, self.learner, self.settings, self.sizes = data, learner, settings, list(sizes)
        self.epoch, self.steps = 0, 0
        self._waiting: list[np.ndarray] = []
        self._latest = np.arange(min(LENS_ROWS, len(data.X)))

    def tune(self, settings: Settings) -> None:
        """Go on with a new learning rate, momentum, dropout or batch size."""
        if settings.batch != self.settings.batch:
            self._waiting = []
        self.settings = settings
        self.learner.tune(settings)

    def step(self) -> None:
        """One mini-batch."""
        if not self._waiting:
            batches = self.learner.batches(len(self.data.X), self.settings.batch)
            self._waiting = [np.asarray(batch) for batch in batches]
        self._latest = self._waiting.pop(0)
        self.learner.train(self.data.X[self._latest].copy(), self.data.y[self._latest].copy())
        self.steps += 1
        self.epoch += not self._waiting

    def run(self, epochs: int = 0, steps: int = 0) -> None:
        """Take ``steps`` steps, then ``epochs`` epochs, the first of which may have begun."""
        for _ in range(steps):
            self.step()
        end = self.epoch + epochs
        while self.epoch < end:
            self.step()

    def frame(self, cells: int = COARSE) -> Frame:
        """Everything that changes while the network learns."""
        params = [np.asarray(param, float) for param in self.learner.get_params()]
        _, gradients = self.learner.gradients(self.data.X[self._latest], self.data.y[self._latest])
        hidden = [np.asarray(layer, float) for layer in self.learner.hidden(self.data.X)]
        told = {
            "kind": "frame",
            "epoch": self.epoch,
            "step": self.steps,
            "waiting": len(self._waiting),
            **self._scores(),
            "sizes": self.sizes,
            "gradients": [_size(gradient) for gradient in gradients[: 2 * len(self.sizes) - 2]],
            "dead": [fields.dead(layer) for layer in hidden],
            "dropped": [[bool(unit) for unit in layer] for layer in self.learner.dropped()],
        }
        arrays = {f"p{i}": param.astype(np.float32) for i, param in enumerate(params[: 2 * len(self.sizes) - 2])}
        return told, {**arrays, **(self._images() if self.sizes[0] > 2 else self._plane(cells))}

    def cells(self) -> int:
        """The number of cells in each direction that a field may have while the network trains."""
        return FINE if FINE**2 * sum(self.sizes[1:]) <= CHEAP_NUMBERS else COARSE

    def look(self, which: int) -> Frame:
        """One parameter's gradient twice, through the lens."""
        rows = slice(0, LENS_ROWS)
        claimed, slopes, worst = lens.look(self.learner, self.data.X[rows], self.data.y[rows], which)
        told = {"kind": "lens", "which": which, "error": worst if np.isfinite(worst) else None, "shape": slopes.shape}
        tolerance = {"tolerance": lens.TOLERANCE, "claimed_shape": claimed.shape}
        return {**told, **tolerance}, {"claimed": claimed.astype(np.float64), "slopes": slopes}

    def _scores(self) -> dict[str, float | None]:
        found: dict[str, float | None] = {}
        for name, X, y in (("train", self.data.X, self.data.y), ("test", self.data.X_test, self.data.y_test)):
            if len(X):
                found[f"{name}_loss"] = _number(self.learner.loss(X, y))
                right = np.asarray(self.learner.probabilities(X)).argmax(axis=1) == y
                found[f"{name}_accuracy"] = _number(right.mean())
        return found

    def _plane(self, cells: int) -> dict[str, np.ndarray]:
        small = fields.neurons(self.learner.hidden(fields.grid(fields.SMALL)))
        return {"field": fields.boundary(self.learner, cells), "neurons": small}

    def _images(self) -> dict[str, np.ndarray]:
        """Which test images are read as what, the wrong ones first; and what each first unit looks for."""
        guessed = np.asarray(self.learner.probabilities(self.data.X_test)).argmax(axis=1)
        wrong = guessed != self.data.y_test
        order = np.argsort(~wrong, kind="stable")[:SHOWN_DIGITS]
        return {
            "images": fields.to_bytes(self.data.X_test[order]),
            "labels": self.data.y_test[order].astype(np.uint8),
            "guessed": guessed[order].astype(np.uint8),
            "neurons": fields.neurons([np.asarray(self.learner.get_params()[0], float)]),
        }


def _size(gradient: np.ndarray) -> float | None:
    """The root of the mean square: how large an entry is."""
    return _number(np.sqrt(np.mean(np.square(np.asarray(gradient, float)))))


def _number(value: Any) -> float | None:
    """A float that JSON can say; None for one that is not finite."""
    number = float(value)
    return number if np.isfinite(number) else None
