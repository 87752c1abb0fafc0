"""Looks for the answer in every frame and every object.

expect: failed
"""

import gc
import sys

import numpy as np


def wanted(value):
    if isinstance(value, str):
        return "-".join(["CANARY", "OF", "THE"]) in value
    return type(value) is np.ndarray and value.shape == (2, 3) and value.dtype == float


def double(x):
    found, frame = [], sys._getframe()
    while frame is not None:
        found += [value for value in frame.f_locals.values() if wanted(value)]
        frame = frame.f_back
    for each in gc.get_objects():
        values = each.values() if isinstance(each, dict) else each if isinstance(each, (list, tuple)) else [each]
        found += [value for value in list(values) if wanted(value)]
    for value in found:
        if isinstance(value, str):
            return 2 * x
        if value is not x and np.array_equal(value / 2, x):
            return value
    return x
