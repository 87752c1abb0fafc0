"""The same with numpy's own fit."""

import numpy as np


def fit(x, y):
    return np.polyfit(x, y, 1)


def predict(line, x, y):
    return np.where(y - np.polyval(line, x) > 0, 1, 0)
