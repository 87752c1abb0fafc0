"""What holds for every right answer."""

import numpy as np


def never_larger(inputs, outputs):
    """Each step costs at most what the step before did."""
    costs = outputs["costs"]
    return "A step made the cost larger." if np.any(np.diff(costs) > 1e-9 * costs[0]) else None


def orthonormal(inputs, outputs):
    """Directions of length 1 that stand on each other."""
    found = outputs["directions"]
    return None if np.allclose(found @ found.T, np.eye(len(found))) else "The directions are not orthonormal."
