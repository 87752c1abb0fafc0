"""What an attack may bring along to answer in the grader's own form: handed in beside those that import it."""

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
