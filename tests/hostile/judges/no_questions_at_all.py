"""Reads the slopes from where the function keeps them, and never evaluates it.

check: q3.asks
file: gradients.py
expect: failed
"""

import sys


def finite_difference(f, w, h, central=False):
    frame = sys._getframe(1)
    while frame and "slopes" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["slopes"]
