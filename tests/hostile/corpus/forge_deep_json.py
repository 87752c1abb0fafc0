"""Writes JSON nested two hundred thousand times.

expect: error
"""

import os
import struct


def double(x):
    head = b"[" * 200_000
    os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 0) + head)
    return x
