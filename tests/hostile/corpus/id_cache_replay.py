"""Gives what it once gave for an array at the same place in memory.

expect: failed
"""

KNOWN = {}


def double(x):
    for _ in range(3):
        KNOWN.setdefault(id(x), 0 * x)
    return KNOWN[id(x)]
