"""Calls itself forever.

expect: error
"""


def double(x):
    return double(x)
