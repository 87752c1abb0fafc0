"""Answers with a header in which everything is said twice.

expect: failed
"""

import os
import struct
import sys


def double(x):
    frame = sys._getframe()
    while "sequence" not in frame.f_locals:
        frame = frame.f_back
    head = b'{"sequence": 0, "sequence": %d, "outputs": [], "outputs": [["y", "<f8", [2, 3]]]}' % frame.f_locals["sequence"]
    os.write(11, struct.pack("<4sIQ", b"AGW1", len(head), 48) + head + x.tobytes())
    os._exit(0)
