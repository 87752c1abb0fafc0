"""How numerics.py is called."""

import numpy as np


def newton(student, a, x):
    return {"x": student.numerics.newton(lambda t: t**3 - a, lambda t: 3 * t**2, x)}


def all_roots(student, coefficients):
    return {"roots": student.numerics.all_roots(coefficients)}


def verdict(student, slope):
    return {"word": student.numerics.verdict(slope)}


def factors(student, A):
    L, U = student.numerics.lu(A)
    return {"L": L, "U": U, "A": A}  # the argument as it is afterwards


def step(student, t, y, h):
    return {"y": student.numerics.rk4(lambda s, z: np.array([z[1], -z[0] + s**3]), t, y, h), "start": y}


def two_runs(student, h):
    return {"ends": [_run(student, h, 8), _run(student, h / 2, 16)]}


def _run(student, h, steps):
    y = 1.0
    for number in range(steps):
        y = student.numerics.rk4(lambda t, z: -2 * t * z, number * h, y, h)
    return y


def period(student, swing):
    return {"seconds": student.numerics.period(swing)}


def paths(student, rows, columns):
    return {"count": student.numerics.paths(rows, columns)}
