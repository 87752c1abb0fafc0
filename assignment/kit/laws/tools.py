"""How laws compare arrays that may have any shape."""

import numpy as np

TOLERANCE = 1e-5
"""Relative to the largest entry, as in every comparison of this assignment: work in float32 passes."""

MOST_AXES = 64


def alike(found, expected):
    """Whether an array has the expected shape and entries."""
    if found.shape != expected.shape:
        return False
    return bool(np.abs(found - expected).max(initial=0.0) <= TOLERANCE * np.abs(expected).max(initial=1e-8))


def unlike_shape(name, found, expected):
    """A complaint about a shape, or None. A shape may come as an array, which has as many entries as somebody put there."""
    shape = tuple(np.ravel(found)[:MOST_AXES].tolist())
    if shape == tuple(expected):
        return None
    return (
        f"{name} has the shape {shape}, expected {tuple(expected)}."
        if shape
        else f"{name} is one number, expected the shape {tuple(expected)}."
    )


def unlike_rows(outputs, shape, *names):
    """A complaint unless each named output is a record of arrays of that shape, one under the other; or None."""
    odd = [name for name in names if outputs[name].ndim != len(shape) + 1 or outputs[name].shape[1:] != shape]
    if odd:
        return f"What was recorded as {odd[0]!r} has the shape {outputs[odd[0]].shape}, expected rows of shape {shape}."
    return None
