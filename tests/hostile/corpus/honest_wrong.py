"""Control: an honest mistake.

expect: failed
"""


def double(x):
    return x + 2
