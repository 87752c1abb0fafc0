"""Control: the other byte order.

expect: passed
"""


def double(x):
    return (2 * x).astype('>f8')
