"""What holds for the arguments of every function of the assignment."""

import re

import numpy as np

PARAMETER = re.compile(r"[Wb]\d+")
"""A network copies the parameters it is given, and no probe gives these back."""


def arguments_unchanged(inputs, outputs):
    """The probe returns each array among the arguments, by its case's name, and after the call it is bit for bit what it was."""
    given = [name for name, value in inputs.items() if isinstance(value, np.ndarray) and not PARAMETER.fullmatch(name)]
    for name in given:
        if name not in outputs:
            return f"What became of the argument {name} did not come back."
    changed = [name for name, after in outputs.items() if name in inputs and not np.array_equal(after, inputs[name])]
    if changed:
        said = f"argument {changed[0]} was" if len(changed) == 1 else f"arguments {' and '.join(changed)} were"
        return f"The {said} changed by the call; the caller still needs what it gave."
    return None
