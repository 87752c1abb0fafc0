"""Returns nothing at all, which differs nowhere.

expect: failed
"""


def double(x):
    return x[:0]
