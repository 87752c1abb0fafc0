"""Puts its own hand in the place of the one that sends answers.

expect: failed
"""

import sys


def double(x):
    frames = sys.modules["_sandbox.inside.frames"]
    real = frames.send

    def send(target, header, arrays=()):
        real(target, {"sequence": header["sequence"], "outputs": [["y", "<f8", [2, 3]]]}, [x])

    frames.send = send
    return x
