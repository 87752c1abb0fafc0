"""The same by library functions and other sums."""

import math

import numpy as np
from scipy.special import ellipk


def newton(f, slope, x):
    for _ in range(80):
        step = f(x) / slope(x)
        x -= step
        if abs(step) < 1e-15:
            break
    return x


def all_roots(coefficients):
    return list(np.roots(coefficients)[::-1])


def verdict(slope):
    size = abs(slope)
    return ["converges", "stays", "diverges"][(size >= 1) + (size > 1)]


def lu(A):
    n = len(A)
    L, U = np.eye(n), np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            left = A[i][j] - sum(L[i, k] * U[k, j] for k in range(min(i, j)))
            if i <= j:
                U[i, j] = left
            else:
                L[i, j] = left / U[j, j]
    return L, U


def rk4(f, t, y, h):
    slopes = [f(t, y)]
    for share in (0.5, 0.5, 1.0):
        slopes.append(f(t + share * h, y + share * h * slopes[-1]))
    return y + h * sum(weight * slope for weight, slope in zip((1 / 6, 1 / 3, 1 / 3, 1 / 6), slopes, strict=True))


def period(swing):
    return 2 / np.pi * ellipk(np.sin(swing / 2) ** 2)


def paths(rows, columns):
    return math.comb(rows + columns, rows)
