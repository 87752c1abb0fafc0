"""Gives up at the first attempt, and hopes for the second.

expect: error
"""

import os
import sys


def double(x):
    frame = sys._getframe()
    while "attempt" not in frame.f_locals.get("header", {}):
        frame = frame.f_back
    if frame.f_locals["header"]["attempt"] == 0:
        os._exit(3)
    return x
