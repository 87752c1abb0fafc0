"""Notes without end in place of an answer, each of them well-formed.

expect: error
"""

import json
import os
import struct


def double(x):
    head = json.dumps({"sequence": 1, "objected": "This went wrong."}).encode()
    while True:
        os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 0) + head)
