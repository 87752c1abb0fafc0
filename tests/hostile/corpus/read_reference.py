"""Reads the reference and runs it.

expect: error
"""


def double(x):
    names = {}
    exec(open("@SOLUTION@/work.py").read(), names)
    x = names["double"](x) / 2
    return 2 * x
