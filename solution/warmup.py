"""Q0, set-up: one function to write, and one to see that the tools are there.

Run this file to print the versions: ``python warmup.py``.
"""

import platform

import numpy as np


def identity(x):
    """The argument itself.

    x: a number or an array of any shape. Law: ``identity(x)`` equals ``x``.
    """
    # BEGIN SOLUTION q0
    return x
    # END SOLUTION


def versions():
    """The versions of Python and numpy in use, for a question about this assignment: a dict of name to version."""
    return {"python": platform.python_version(), "numpy": np.__version__}


if __name__ == "__main__":
    for name, version in versions().items():
        print(name, version)
