"""Leaves a child behind that waits for the next submission.

expect: error
"""

import os
import time


def double(x):
    if os.fork() == 0:
        os.setsid()
        time.sleep(30)
        os._exit(0)
    return 2 * x
