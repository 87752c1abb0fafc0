"""Control: slow, but in time.

expect: passed
"""

import time


def double(x):
    time.sleep(0.3)
    return 2 * x
