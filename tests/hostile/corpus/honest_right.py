"""Control: the right answer.

expect: passed
"""


def double(x):
    return 2 * x
