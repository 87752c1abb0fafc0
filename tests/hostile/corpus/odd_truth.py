"""Answers with truth values that are neither 0 nor 1.

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
    answer({"outputs": [["y", "|b1", [2, 3]]]}, bytes([82, 221, 6, 0, 11, 238]))
    os._exit(0)
