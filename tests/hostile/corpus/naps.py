"""Sleeps on in short naps, and computes a little in between.

expect: error
needs: clock
"""

import time


def double(x):
    while True:
        time.sleep(0.04)
        sum(range(1000))
