"""Answers with no number at all in a shape too large for any array.

expect: error
"""

import os

from forging import answer


def double(x):
    answer({"outputs": [["y", "<f8", [0, 67108864, 67108864, 67108864]]]})
    os._exit(0)
