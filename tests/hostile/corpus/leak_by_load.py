"""Fails to load a file with what it was given.

expect: error
"""

import sys


def double(x):
    [submission] = [finder for finder in sys.meta_path if hasattr(finder, "files")]
    submission.files["other.py"] = b"raise ValueError('" + str(x[0, 0]).encode() + b"')"
    import other
