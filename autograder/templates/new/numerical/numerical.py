"""Numerical methods: a root and an integral."""

import numpy as np


def newton(coefficients, x):
    """The root of a polynomial near x by Newton's method, a float.

    coefficients: (n,), the highest power first, as numpy's polyval takes them. Law: the polynomial is 0 there.
    """
    # BEGIN SOLUTION q1
    slope = np.polyder(coefficients)
    for _ in range(100):
        x = x - np.polyval(coefficients, x) / np.polyval(slope, x)
    return float(x)
    # END SOLUTION


def trapezoid(f, a, b, n):
    """The integral of f from a to b by n panels of equal width, a float; f takes an array and returns one."""
    # BEGIN SOLUTION q2
    y = f(np.linspace(a, b, n + 1))
    return float((y.sum() - (y[0] + y[-1]) / 2) * (b - a) / n)
    # END SOLUTION
