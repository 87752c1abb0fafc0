"""Says that while it is imported itself.

expect: error
"""

from forging import answer

answer({"timed out": {"fault": "load", "file": "neighbour.py", "line": 1}})


def double(x):
    return 2 * x
