"""What holds for every right answer."""

import numpy as np


def nothing_changes(inputs, outputs):
    """The arguments are as they were."""
    changed = [name for name in outputs if not np.array_equal(outputs[name], inputs[name])]
    return f"{changed[0]} was changed." if changed else None
