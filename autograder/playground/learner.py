"""What the playground asks of the adapter: a `Learner` for the plane and for images, and the few names beside it.

An adapter is a module, ``adapter.py``, that staff write and students get. It is imported beside the student's files and
has

``ABILITIES``        a dict: the name of an ability, the question that gives it, and a function that
                    tries it: ``attempt(student, settings)``, where ``settings(dropout=0.5)`` makes some
``ACTIVATIONS``      names to choose from; each is an ability ``activation NAME``
``INITIALIZATIONS``  names to choose from; each but the first, the network's own, is an ability ``init NAME``
``learner``          ``learner(student, settings, sizes, rng)``, a `Learner`
``landscape``        ``landscape(student)``, a `Landscape`; where it is missing there is none
``digits``           ``digits()``, images in rows and their labels; where it is missing there are none

``student.network.NLayerNetwork`` is that class of the student's network.py. The abilities that the page asks for are
``train`` (without hidden layers), ``hidden``, ``momentum``, ``dropout``, ``batchnorm``, ``classes`` (more than two),
``climb``, ``loss`` and ``descend``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np


class Learner(Protocol):
    """A network that is made of the student's code. Parameters are [W1, b1, W2, b2, ...], and any others after them."""

    def tune(self, settings: Any) -> None:
        """Take a new learning rate, momentum or dropout; parameters stay."""

    def batches(self, n: int, size: int) -> Sequence[np.ndarray]:
        """One epoch: the row numbers of each mini-batch."""

    def train(self, X: np.ndarray, y: np.ndarray) -> None:
        """One step on one mini-batch."""

    def get_params(self) -> list[np.ndarray]: ...

    def set_params(self, params: list[np.ndarray]) -> None: ...

    def gradients(self, X: np.ndarray, y: np.ndarray) -> tuple[float, list[np.ndarray]]:
        """The mean loss and its gradient with respect to every parameter, with nothing dropped at random."""

    def loss(self, X: np.ndarray, y: np.ndarray) -> float:
        """The mean loss."""

    def probabilities(self, X: np.ndarray) -> np.ndarray:
        """The probability of each class for each row, (N, C)."""

    def hidden(self, X: np.ndarray) -> list[np.ndarray]:
        """What comes out of each hidden layer's activation: for each layer an array (N, H)."""

    def dropped(self) -> list[np.ndarray]:
        """For each hidden layer, which units the latest step dropped for its first example; empty without dropout."""


class Landscape(Protocol):
    """Two weights, and what the student's functions say of them."""

    F: np.ndarray
    y: np.ndarray

    def height(self, surface: str, w: np.ndarray) -> float:
        """The zero-one loss ("steps") or the softmax loss ("loss") at w."""

    def climb(self, surface: str, w: np.ndarray, step: float) -> np.ndarray:
        """Where one move of the student's local search leads, which makes the height small."""

    def descend(self, w: np.ndarray, alpha: float) -> np.ndarray:
        """Where one step of the student's gradient descent on the softmax loss leads."""
