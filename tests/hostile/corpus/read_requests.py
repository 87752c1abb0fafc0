"""Reads the requests itself to see what is asked next.

expect: error
"""

import os


def double(x):
    os.set_blocking(10, False)
    assert os.read(10, 1 << 20)
    return 2 * x
