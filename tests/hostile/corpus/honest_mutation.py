"""Control: changes its input on the way.

expect: passed
"""


def double(x):
    x *= 2
    return x
