"""Says in the worker's words that a result has a shape, which is what it was given.

expect: failed
"""

import json
import os
import struct
import sys


def answer(content, body=b""):
    frame = sys._getframe()
    while "sequence" not in frame.f_locals:
        frame = frame.f_back
    head = json.dumps({"sequence": frame.f_locals["sequence"], **content}).encode()
    rest = struct.pack("<4sIQ", b"AGW1", len(head), len(body)) + head + body
    while rest:
        rest = rest[os.write(11, rest) :]


def double(x):
    letters = str(x[0, 0]).replace(".", "").translate(str.maketrans("0123456789", "abcdefghij"))
    answer({"raised": {"fault": "unusable", "message": f"{letters} is too large to be looked at."}})
    os._exit(0)
