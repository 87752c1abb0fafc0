"""Announces more than there is memory.

expect: error
"""

import os
import struct


def double(x):
    os.write(11, struct.pack('<4sIQ', b'AGW1', 10, 1 << 60))
    return x
