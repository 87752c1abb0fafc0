"""What holds for every right answer."""

import numpy as np


def product_is_the_matrix(inputs, outputs):
    """L @ U is A, and L has ones on its diagonal."""
    L, U = outputs["L"], outputs["U"]
    if not np.array_equal(outputs["A"], inputs["A"]):
        return "lu changed its argument."
    if not np.allclose(np.diag(L), 1):
        return "The diagonal of L is not all ones."
    return None if np.allclose(L @ U, inputs["A"]) else "L @ U is not A."


def fourth_order(inputs, outputs):
    """The error with half the step is about a sixteenth."""
    errors = np.abs(outputs["ends"] - np.exp(-((8 * inputs["h"]) ** 2)))
    if not 10 < errors[0] / errors[1] < 24:
        return f"The error went from {errors[0]:.3g} to {errors[1]:.3g}, expected about a sixteenth of it."
    return None
