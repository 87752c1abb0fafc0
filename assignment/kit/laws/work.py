"""What keeps a function that does nothing from passing where arguments are to stay as they are."""

import numpy as np


def does_its_work(inputs, outputs):
    """The probe's outputs named ``result...`` are finite, not the same number everywhere, and none of the inputs."""
    if not any(name.startswith("result") for name in outputs):
        return "No result of the call came back."
    for name, value in outputs.items():
        if name.startswith("result"):
            result = np.asarray(value, dtype=float)
            if not np.all(np.isfinite(result)):
                return "The call gave numbers that are not finite."
            if result.size == 0 or np.ptp(result) == 0:
                return "The call had no effect: what it gave is one and the same number everywhere."
            given = [value.ravel() for value in inputs.values() if isinstance(value, np.ndarray)]
            if any(np.array_equal(result.ravel(), value) for value in given):
                return "The call had no effect: what it gave is just what it was given."
    return None
