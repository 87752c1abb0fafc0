"""Answers, and then goes on writing where answers go.

expect: failed
"""

import os

from forging import answer


def double(x):
    answer({"outputs": [["y", "<f8", [2, 3]]]}, x.tobytes())
    while True:
        os.write(11, bytes(65536))
