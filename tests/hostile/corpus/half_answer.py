"""Sends half an answer and stays.

expect: error
needs: clock
"""

import os
import time


def double(x):
    os.write(11, b'AGW1')
    time.sleep(1000)
