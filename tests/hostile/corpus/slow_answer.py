"""Sends its answer one byte a second.

expect: error
needs: clock
"""

import os
import time


def double(x):
    for byte in b"AGW1\x10\0\0\0\0\0\0\0\0\0\0\0":
        os.write(11, bytes([byte]))
        time.sleep(0.5)
