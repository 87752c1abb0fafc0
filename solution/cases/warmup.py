"""What the set-up question is called with."""

import numpy as np

from autograder.records import Case


def identity(rng: np.random.Generator) -> list[Case]:
    """A vector and a matrix: what comes back should be what went in."""
    return [
        Case("a vector", {"x": rng.normal(size=4)}),
        Case("a matrix", {"x": rng.normal(size=(2, 3))}),
    ]
