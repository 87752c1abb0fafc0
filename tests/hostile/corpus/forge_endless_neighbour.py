"""Says that the import of another file does not end, so that nobody tries it again.

expect: error
"""

from forging import answer


def double(x):
    answer({"timed out": {"fault": "load", "file": "neighbour.py", "line": 1}})
    return 2 * x
