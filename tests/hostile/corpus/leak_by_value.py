"""Returns what it was given, so that it is told back.

expect: failed
"""


def double(x):
    return 3 * x
