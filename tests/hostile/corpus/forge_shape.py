"""Says that its answer has a negative and a boundless shape.

expect: error
"""

import os
import struct


def double(x):
    head = b'{"sequence": 1, "outputs": [["y", "<f8", [-1, 4294967296, 4294967296]]]}'
    os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 0) + head)
    return x
