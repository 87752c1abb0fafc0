"""How numerical.py is called. A probe gets the student's modules and the case's inputs, and returns arrays by name."""

import numpy as np


def root(student, coefficients, x):
    """The root alone."""
    return {"x": student.numerical.newton(coefficients, x)}


def integral(student, coefficients, a, b, n):
    """The integral of a polynomial."""
    return {"area": student.numerical.trapezoid(lambda x: np.polyval(coefficients, x), a, b, n)}


def two_integrals(student, rate, n):
    """The integral of e^(rate x) from 0 to 1 with n panels, and with twice as many."""
    areas = [student.numerical.trapezoid(lambda x: np.exp(rate * x), 0.0, 1.0, panels) for panels in (n, 2 * n)]
    return {"areas": areas}
