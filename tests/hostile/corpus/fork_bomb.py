"""Forks as often as it can.

expect: error
"""

import os
import time


def double(x):
    for _ in range(20):
        if os.fork() == 0:
            time.sleep(5)
            os._exit(0)
    return 2 * x
