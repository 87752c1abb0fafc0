"""What numerical.py is called with. ``rng`` depends on the seed, the deck and the check, and on nothing else."""

import numpy as np

from autograder.records import Case


def polynomials(rng):
    """The square root of two, and a cubic with one real root."""
    a, b = rng.uniform(1, 3, 2)
    return [
        Case("square root of two", {"coefficients": np.array([1.0, 0.0, -2.0]), "x": 1.0}),
        Case("a cubic", {"coefficients": np.array([1.0, 0.0, a, -b]), "x": 1.0}),
    ]


def integrals(rng):
    """Polynomials on different intervals."""
    return [
        Case(f"{n} panels", {"coefficients": rng.normal(size=4), "a": -1.0, "b": float(rng.uniform(1, 2)), "n": n})
        for n in (1, 4, 50)
    ]


def smooth(rng):
    """Functions whose integral is known."""
    return [Case(f"rate {rate:g}", {"rate": rate, "n": 8}) for rate in (-1.0, 2.0)]
