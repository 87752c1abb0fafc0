"""Writes another proof of the wall.

expect: error
"""

import os
import struct


def double(x):
    head = b'{"proved": {}}'
    os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 0) + head)
    return x
