"""Raises what it was given.

expect: error
"""


def double(x):
    raise ValueError(repr(x))
