"""Loads at first, and fails to load a second time with what it was given, where an early error would be told whole.

expect: error
"""

import sys


def double(x):
    [submission] = [finder for finder in sys.meta_path if hasattr(finder, "files")]
    submission._failed["work"] = (ImportError(f"it was {x[0, 0]}"), None)
    submission.module("work")
