"""Returns one row that stretches to any shape.

expect: failed
"""


def double(x):
    return 2 * x[:1]
