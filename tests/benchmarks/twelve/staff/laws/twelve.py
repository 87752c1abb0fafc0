"""What a right dropout obeys."""

import numpy as np


def is_dropout(inputs, outputs):
    """Each entry is 0 or scaled, about as many as they should be."""
    X, p, [Z] = inputs["X"], inputs["p"], outputs.values()
    if Z.shape != X.shape or not np.all((Z == 0) | np.isclose(Z, X / (1 - p))):
        return "An entry is neither dropped nor scaled by 1 / (1 - p)."
    if abs(np.mean(Z == 0) - p) > 0.05:
        return "The share of dropped entries is far from p."
    return None
