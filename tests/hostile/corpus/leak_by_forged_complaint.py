"""Complains in the probe's name, though no probe here complains: in one of our sentences, filled with what it was given.

expect: failed
"""

import os

from forging import answer


def double(x):
    letters = str(x[0, 0]).replace(".", "").translate(str.maketrans("0123456789", "abcdefghij"))
    answer({"raised": {"fault": "complaint", "message": f"{letters} is {x[0, 0]}, where numbers are wanted."}})
    os._exit(0)
