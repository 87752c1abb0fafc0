"""Fails to load a file with what it was given.

expect: error
"""

import sys


def double(x):
    submission = sys.meta_path[-1]
    submission.files["other.py"] = b"raise ValueError('" + str(x[0, 0]).encode() + b"')"
    import other
