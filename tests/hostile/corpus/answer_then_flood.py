"""Answers, and then goes on writing where answers go.

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
    answer({"outputs": [["y", "<f8", [2, 3]]]}, x.tobytes())
    while True:
        os.write(11, bytes(65536))
