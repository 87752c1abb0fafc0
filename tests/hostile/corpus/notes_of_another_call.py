"""Notes the right answer for a call that comes later, and for this one rows that do not fit under each other.

expect: error
"""

import json
import os
import struct


def double(x):
    for sequence, shape in ((2, [2, 3]), (1, [2, 3]), (1, [5])):
        size = 8
        for length in shape:
            size *= length
        head = json.dumps({"sequence": sequence, "noted": [["y", "<f8", shape]]}).encode()
        os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), size) + head + bytes(size))
    return 2 * x
