"""Sleeps in the kernel.

expect: error
needs: clock
"""

import time


def double(x):
    time.sleep(1000)
