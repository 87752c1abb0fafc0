"""Answers this and every later call with as many small numbers as an answer may hold.

expect: failed
"""

import sys

from forging import answer


def double(x):
    worker = sys.modules["_sandbox.inside.serve"]
    size = 1 << 21
    while True:
        answer({"outputs": [["y", "|i1", [size]]]}, bytes(size))
        sequence = worker.frames.receive(10)[0]["sequence"]
