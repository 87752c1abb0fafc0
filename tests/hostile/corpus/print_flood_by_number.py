"""Fills the descriptors themselves.

expect: error
"""

import os


def double(x):
    while True:
        os.write(2, b'A' * (1 << 20))
