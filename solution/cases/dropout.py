"""What dropout is called with: drop probabilities that are not their own complement, and entries that are never 0, so
that a 0 in the output was dropped.

Large matrices hold 1, 2, -1 and -2: enough to see a mask, and small when stored.
"""

import numpy as np

from autograder.records import Case
from cases.tools import drawn

ONE_MASK = "Every entry is dropped on its own: how many random numbers does a matrix need?"


def large_batches(rng: np.random.Generator) -> list[Case]:
    """40 000 entries each, dropped with probability .3 and .75."""
    return [
        Case("p = 0.3", {"p": 0.3, "X": ones_and_twos(rng, 200, 200), "rng": drawn(rng)}),
        Case("p = 0.75", {"p": 0.75, "X": ones_and_twos(rng, 200, 200), "rng": drawn(rng)}),
    ]


def batches_to_see_patterns(rng: np.random.Generator) -> list[Case]:
    """Wide and tall."""
    return [
        Case("p = 0.4, wide", {"p": 0.4, "X": ones_and_twos(rng, 150, 300), "rng": drawn(rng)}, hint=ONE_MASK),
        Case("p = 0.6, tall", {"p": 0.6, "X": ones_and_twos(rng, 300, 150), "rng": drawn(rng)}, hint=ONE_MASK),
    ]


def small_batches(rng: np.random.Generator) -> list[Case]:
    """Batches small enough to print, large enough that something is dropped."""
    return [Case(f"p = {p}", {"p": p, **small_batch(rng), "rng": drawn(rng)}) for p in (0.3, 0.6)]


def two_batches(rng: np.random.Generator) -> list[Case]:
    """Two inputs for one gate, and an upstream gradient without zeros."""
    return [
        Case(f"p = {p}", {"p": p, **small_batch(rng), "other": without_zeros(rng, 20, 15), "rng": drawn(rng)})
        for p in (0.3, 0.6)
    ]


def dropout_seeds(rng: np.random.Generator) -> list[Case]:
    """Two seeds for gates that should or should not agree."""
    seed = int(rng.integers(1, 10**6))
    return [Case("p = 0.4", {"p": 0.4, "X": without_zeros(rng, 20, 15), "seed": seed, "other_seed": seed + 1})]


def small_batch(rng: np.random.Generator) -> dict:
    return {"X": without_zeros(rng, 20, 15), "dout": without_zeros(rng, 20, 15)}


def without_zeros(rng: np.random.Generator, n: int, d: int) -> np.ndarray:
    """Entries between 0.5 and 2 in size."""
    return rng.choice([-1.0, 1.0], size=(n, d)) * rng.uniform(0.5, 2, size=(n, d))


def ones_and_twos(rng: np.random.Generator, n: int, d: int) -> np.ndarray:
    return rng.choice([-2.0, -1.0, 1.0, 2.0], size=(n, d))
