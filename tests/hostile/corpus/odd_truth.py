"""Answers with truth values that are neither 0 nor 1.

expect: failed
"""

import os

from forging import answer


def double(x):
    answer({"outputs": [["y", "|b1", [2, 3]]]}, bytes([82, 221, 6, 0, 11, 238]))
    os._exit(0)
