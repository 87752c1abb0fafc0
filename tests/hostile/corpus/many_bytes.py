"""Answers this and every later call with sixty million small numbers.

expect: error
"""

import sys

from forging import answer


def double(x):
    worker = sys.modules["_sandbox.inside.serve"]
    size = 60 << 20
    while True:
        answer({"outputs": [["y", "|i1", [size]]]}, bytes(size))
        sequence = worker.frames.receive(10)[0]["sequence"]
