"""Prints what it was given.

expect: failed
"""


def double(x):
    print(x)
    return x
