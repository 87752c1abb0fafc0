"""Differentiates the square by a forward difference, with a step that shows.

expect: failed
"""

def double(x):
    h = 1e-2
    return ((x + h) ** 2 - x**2) / h
