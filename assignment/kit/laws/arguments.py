"""What holds for the arguments of every function of the assignment."""

import numpy as np


def arguments_unchanged(inputs, outputs):
    """The probe returns each argument, by its case's name, as it is after the call: bit for bit what it was before."""
    changed = [name for name, after in outputs.items() if name in inputs and not np.array_equal(after, inputs[name])]
    if changed:
        said = f"argument {changed[0]} was" if len(changed) == 1 else f"arguments {' and '.join(changed)} were"
        return f"The {said} changed by the call; the caller still needs what it gave."
    return None
