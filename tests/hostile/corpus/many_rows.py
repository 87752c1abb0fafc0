"""Answers with a million rows of which each is to be looked at.

expect: failed
"""

import os

from forging import answer


def double(x):
    answer({"outputs": [["y", "<f4", [1 << 20, 2]]]}, bytes(8 << 20))
    os._exit(0)
