"""A straight line through points: x and y are (n,)."""

import numpy as np


def fit(x, y):
    """Slope and intercept of the line with the smallest squared error, (2,)."""
    # BEGIN SOLUTION q1
    centred = x - x.mean()
    slope = centred @ y / (centred @ centred)
    return np.array([slope, y.mean() - slope * x.mean()])
    # END SOLUTION


def predict(line, x, y):
    """For each point 1 when it lies above the line (slope and intercept), else 0: integers, (n,)."""
    # BEGIN SOLUTION q1
    return (y > line[0] * x + line[1]).astype(int)
    # END SOLUTION
