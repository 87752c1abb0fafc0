"""Answers every request before it is made, the call with numbers of its own.

expect: failed
"""

import json
import os
import struct

for sequence, rows in ((-1, []), (0, []), (1, [["y", "<f8", [2, 3]]])):
    head = json.dumps({"sequence": sequence, "outputs": rows}).encode()
    body = bytes(48 if rows else 0)
    os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), len(body)) + head + body)


def double(x):
    return 2 * x
