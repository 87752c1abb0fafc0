"""Closes where answers go and stays.

expect: error
needs: clock
"""

import os
import time


def double(x):
    os.close(11)
    time.sleep(1000)
