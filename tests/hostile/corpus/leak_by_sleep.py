"""Sleeps as many hundredths of a second as its first number says.

expect: failed
"""

import time


def double(x):
    time.sleep(x[0, 0] / 100)
    return x
