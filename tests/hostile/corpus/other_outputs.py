"""Answers with arrays that nobody asked for.

expect: failed
"""

import os

from forging import answer


def double(x):
    answer({"outputs": [["Y", "<f8", [2, 3]], ["y ", "<f8", [2, 3]], ["passed", "|b1", []]]}, (2 * x).tobytes() * 2 + b"\1")
    os._exit(0)
