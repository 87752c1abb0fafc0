"""Leaves a note where the second attempt might find it.

expect: error
"""

import os

import numpy as np


def double(x):
    if "NOTE" in os.environ or hasattr(np, "note"):
        return 2 * x
    os.environ["NOTE"] = np.note = "seen"
    os._exit(0)
