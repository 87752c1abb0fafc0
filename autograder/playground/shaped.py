"""A learner whose answers have the shapes that pictures are made of; where the student's code gives others, a sentence
says which and what is expected, for the error would otherwise come up in code of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.playground.learner import Learner

NUMBERS = "fiub"
"""The kinds of arrays that can be drawn: not complex numbers, text or objects."""


class WrongShapeError(Exception):
    """What the student's code returned cannot be drawn; the message is for the student."""


class Shaped:
    """A `Learner` like the one in it, with layers of these sizes. Raises `WrongShapeError`.

    Parameters may be fewer numbers, as of a classifier of two classes; wrong gradients are for the lens to show.
    """

    def __init__(self, learner: Learner, sizes: Sequence[int]) -> None:
        self._learner, self._sizes = learner, list(sizes)
        self.tune, self.train, self.set_params = learner.tune, learner.train, learner.set_params
        self.dropped = learner.dropped

    def batches(self, n: int, size: int) -> Sequence[np.ndarray]:
        """One epoch: the row numbers of each mini-batch."""
        given = self._learner.batches(n, size)
        found = [np.asarray(batch) for batch in _listed("The mini-batches of an epoch", given)]
        if not found:
            raise WrongShapeError("There are no mini-batches in an epoch.")
        for batch in found:
            if batch.ndim != 1 or batch.dtype.kind not in "iu" or not batch.size or batch.min() < 0 or batch.max() >= n:
                told = f"an array of {batch.dtype} with shape {batch.shape}"
                raise WrongShapeError(f"A mini-batch is {told}, expected row numbers from 0 to {n - 1}.")
        return found

    def get_params(self) -> list[np.ndarray]:
        """The parameters [W1, b1, W2, b2, ...]."""
        return [
            _numbers("A parameter", parameter) for parameter in _listed("The parameters", self._learner.get_params())
        ]

    def gradients(self, X: np.ndarray, y: np.ndarray) -> tuple[float, list[np.ndarray]]:
        """The mean loss and a gradient for every parameter."""
        given = self._learner.gradients(X, y)
        if not isinstance(given, (tuple, list)) or len(given) != 2:
            raise WrongShapeError("The loss and its gradients are expected together, as a pair.")
        gradients = list(_listed("The gradients", given[1]))
        if len(gradients) < 2 * len(self._sizes) - 2:
            count = 2 * len(self._sizes) - 2
            raise WrongShapeError(f"There are {len(gradients)} gradients, expected {count}: one for each parameter.")
        return one_number("The loss", given[0]), [_numbers("A gradient", gradient) for gradient in gradients]

    def loss(self, X: np.ndarray, y: np.ndarray) -> float:
        """The mean loss."""
        return one_number("The loss", self._learner.loss(X, y))

    def probabilities(self, X: np.ndarray) -> np.ndarray:
        """The probability of each class for each row, (N, C)."""
        what = f"The array of probabilities for {len(X)} examples and {self._sizes[-1]} classes"
        return shaped_array(what, self._learner.probabilities(X), (len(X), self._sizes[-1]))

    def hidden(self, X: np.ndarray) -> list[np.ndarray]:
        """What comes out of each hidden layer's activation."""
        widths = self._sizes[1:-1]
        return [
            shaped_array(f"What comes out of hidden layer {layer} for {len(X)} examples", given, (len(X), width))
            for layer, (given, width) in enumerate(zip(self._learner.hidden(X), widths, strict=True), 1)
        ]


def _listed(what: str, given: Any) -> Any:
    if given is None or not hasattr(given, "__iter__"):
        raise WrongShapeError(f"{what} are {type(given).__name__}, expected a list of arrays.")
    return given


def _numbers(what: str, given: Any) -> np.ndarray:
    try:
        found = np.asarray(given)
    except ValueError:  # rows of several lengths
        raise WrongShapeError(f"{what} has rows of several lengths, expected an array.") from None
    if found.dtype.kind not in NUMBERS:
        raise WrongShapeError(f"{what} is {type(given).__name__} of {found.dtype}, expected an array of real numbers.")
    return found


def shaped_array(what: str, given: Any, shape: tuple[int, ...]) -> np.ndarray:
    """What was given, as an array of this shape; ``what`` says in a message what it is."""
    found = _numbers(what, given)
    if found.shape != shape:
        raise WrongShapeError(f"{what} has shape {found.shape}, expected {shape}.")
    return found


def one_number(what: str, given: Any) -> float:
    """What was given, as a number; ``what`` says in a message what it is."""
    found = _numbers(what, given)
    if found.size != 1:
        raise WrongShapeError(f"{what} has shape {found.shape}, expected one number.")
    return float(found.reshape(()))
