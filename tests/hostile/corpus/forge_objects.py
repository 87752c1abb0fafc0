"""Says that its answer is an array of Python objects.

expect: error
"""

import os
import struct


def double(x):
    head = b'{"sequence": 1, "outputs": [["y", "|O", [1]]]}'
    os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 8) + head + b"AAAAAAAA")
    return x
