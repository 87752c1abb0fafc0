"""Reads who handed in what.

expect: error
"""


def double(x):
    assert open("@METADATA@").read()
    return 2 * x
