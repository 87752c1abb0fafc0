"""Looks for descriptors that somebody forgot to close.

expect: failed
open without: descriptors
"""

import os


def double(x):
    for descriptor in set(range(256)) - {0, 1, 2, 10, 11}:
        try:
            os.fstat(descriptor)
        except OSError:
            continue
        return 2 * x
    return x
