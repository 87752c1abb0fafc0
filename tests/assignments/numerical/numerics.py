"""Numerical analysis: roots, factors, motion and whole numbers."""

import numpy as np
from scipy.integrate import quad


def newton(f, slope, x):
    """A root of f near x, a float; slope is f's derivative. Law: f is 0 there."""
    # BEGIN SOLUTION n1
    for _ in range(60):
        x = x - f(x) / slope(x)
    return x
    # END SOLUTION


def all_roots(coefficients):
    """All complex roots of a polynomial, (n,), in any order; coefficients from the highest power down."""
    # BEGIN SOLUTION n1
    return np.linalg.eigvals(companion(coefficients))
    # END SOLUTION


def companion(coefficients):
    """The matrix whose eigenvalues are the roots, (n, n)."""
    rows = np.eye(len(coefficients) - 1, k=-1)
    rows[0] = -np.asarray(coefficients)[1:] / coefficients[0]
    return rows


def verdict(slope):
    """How x -> slope * x ends from x = 1: "converges", "diverges" or "stays"."""
    # BEGIN SOLUTION n1
    if abs(slope) == 1:
        return "stays"
    return "converges" if abs(slope) < 1 else "diverges"
    # END SOLUTION


def lu(A):
    """Lower factor with ones on its diagonal, and upper factor, without pivots: two (n, n). Law: L @ U = A."""
    # BEGIN SOLUTION n2
    n = len(A)
    L, U = np.eye(n), np.array(A, dtype=float)
    for k in range(n):
        L[k + 1 :, k] = U[k + 1 :, k] / U[k, k]
        U[k + 1 :] = U[k + 1 :] - np.outer(L[k + 1 :, k], U[k])
    return L, U
    # END SOLUTION


def rk4(f, t, y, h):
    """One step of length h of the classical Runge-Kutta method for y' = f(t, y): like y."""
    # BEGIN SOLUTION n3
    a = f(t, y)
    b = f(t + h / 2, y + h / 2 * a)
    c = f(t + h / 2, y + h / 2 * b)
    d = f(t + h, y + h * c)
    return y + h / 6 * (a + 2 * b + 2 * c + d)
    # END SOLUTION


def period(swing):
    """The period of a pendulum of length g / (2 pi)^2 that swings to the angle swing (radians), a float."""
    # BEGIN SOLUTION n3
    k = np.sin(swing / 2)
    return quad(lambda x: 2 / np.pi / np.sqrt(1 - (k * np.sin(x)) ** 2), 0, np.pi / 2)[0]
    # END SOLUTION


def paths(rows, columns):
    """How many shortest paths lead through a grid from one corner to the opposite one, an integer."""
    # BEGIN SOLUTION n4
    count = np.ones((rows + 1, columns + 1), dtype=np.int64)
    for i in range(1, rows + 1):
        count[i] = np.cumsum(count[i - 1])
    return int(count[-1, -1])
    # END SOLUTION
