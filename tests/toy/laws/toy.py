"""What any right shuffle obeys."""

import numpy as np


def is_permutation(inputs, outputs):
    """Every number once."""
    for order in outputs.values():
        if order.shape != (inputs["n"],) or sorted(order.tolist()) != list(range(inputs["n"])):
            return "Some number is missing or comes twice."
    return None


def two_orders_differ(inputs, outputs):
    """Two calls draw two orders."""
    if np.array_equal(outputs["first"], outputs["second"]):
        return "Two calls gave the same order."
    return None
