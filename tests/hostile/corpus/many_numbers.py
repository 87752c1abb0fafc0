"""Answers this and every later call with as many small numbers as an answer may hold.

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
    worker = sys.modules["_wall.worker"]
    size = 1 << 21
    while True:
        answer({"outputs": [["y", "|i1", [size]]]}, bytes(size))
        sequence = worker.frames.receive(10)[0]["sequence"]
