"""Writes a number of two hundred thousand digits.

expect: error
"""

import os
import struct


def double(x):
    head = b'{"sequence": ' + b"9" * 200_000 + b"}"
    os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 0) + head)
    return x
