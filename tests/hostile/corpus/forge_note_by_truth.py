"""Sends a note in the name of a truth value, which equals the number of the first call.

expect: error
"""

import json
import os
import struct


def double(x):
    head = json.dumps({"sequence": True, "noted": []}).encode()
    os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 0) + head)
    return 2 * x
