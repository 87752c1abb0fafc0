"""What holds for every right answer, whatever the order of its sums."""

import numpy as np


def second_order(inputs, outputs):
    """The error with twice as many panels is about a quarter."""
    rate, areas = inputs["rate"], outputs["areas"]
    errors = np.abs(areas - (np.exp(rate) - 1) / rate)
    if not 3.5 * errors[1] < errors[0] < 4.5 * errors[1]:
        return f"The error went from {errors[0]:.3g} to {errors[1]:.3g}, expected about a quarter of it."
    return None
