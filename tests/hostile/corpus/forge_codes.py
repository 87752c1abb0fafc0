"""Answers as a worker does that has compiled the files, with code of its own for its neighbour.

expect: error
"""

import json
import marshal
import os
import struct

body = marshal.dumps(compile("def triple(x):\n    return 2 * x\n", "neighbour.py", "exec"))
head = json.dumps({"sequence": -1, "outputs": [["1", "|u1", [len(body)]]]}).encode()
os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), len(body)) + head + body)


def double(x):
    return 2 * x
