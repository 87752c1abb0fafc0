"""Notes down a thousand empty rows at a time, which hold no number at all.

expect: error
"""

import json
import os
import struct
import sys

TIMES = 4000


def double(x):
    frame = sys._getframe()
    while "sequence" not in frame.f_locals:
        frame = frame.f_back
    rows = [[f"n{number}", "|b1", [0]] for number in range(1000)]
    head = json.dumps({"sequence": frame.f_locals["sequence"], "noted": rows}).encode()
    note = struct.pack("<4sIQ", b"AGW1", len(head), 0) + head
    for _ in range(TIMES):
        rest = memoryview(note)
        while rest:
            rest = rest[os.write(11, rest) :]
    return 2 * x
