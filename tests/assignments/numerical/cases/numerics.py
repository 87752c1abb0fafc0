"""What numerics.py is called with."""

import numpy as np

from autograder import Case


def newton(rng):
    return [Case(f"cube root of {a}", {"a": a, "x": 2.0}) for a in (2.0, 27.0)]


def polynomials(rng):
    return [
        Case("x^2 + 1", {"coefficients": np.array([1.0, 0.0, 1.0])}),
        Case("random, degree 5", {"coefficients": np.array([2.0, *rng.normal(size=5)])}),
    ]


def iterations(rng):
    return [Case(f"slope {slope:g}", {"slope": slope}) for slope in (0.5, -0.5, 1.5, -3.0, -1.0, 1.0)]


def matrices(rng):
    return [Case(f"{n} by {n}", {"A": rng.normal(size=(n, n)) + n * np.eye(n)}) for n in (1, 2, 5)]


def motions(rng):
    return [Case(f"h = {h:g}", {"t": 0.5, "y": rng.normal(size=2), "h": h}) for h in (0.1, 1.0)]


def decay(rng):
    return [Case("e^(-t^2)", {"h": 0.1})]


def pendulums(rng):
    return [Case(f"swing {swing:g}", {"swing": swing}) for swing in (0.1, 2.0)]


def grids(rng):
    sizes = ((1, 1), (2, 3), (14, 14))
    return [Case(f"{rows} by {columns}", {"rows": rows, "columns": columns}) for rows, columns in sizes]
