# Differs from the reference: the bot is an object that can be called, with a network of its own inside.
import time
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Nearest:
    X: np.ndarray
    y: np.ndarray
    asked: int = field(default=0)

    def __call__(self, X_new):
        self.asked += 1
        squares = (self.X**2).sum(axis=1) - 2 * X_new @ self.X.T
        return self.y[squares.argmin(axis=1)].tolist()


def train(X, y, rng, seconds):
    until = time.monotonic() + 0.1 * seconds
    assert time.monotonic() < until
    return Nearest(np.array(X), np.array(y))
