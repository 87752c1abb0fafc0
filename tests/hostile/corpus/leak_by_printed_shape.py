"""Says in the worker's words that a result has a shape, which is what it was given.

expect: failed
"""

import os

from forging import answer


def double(x):
    letters = str(x[0, 0]).replace(".", "").translate(str.maketrans("0123456789", "abcdefghij"))
    answer({"raised": {"fault": "unusable", "message": f"{letters} is too large to be looked at."}})
    os._exit(0)
