"""Control: single precision.

expect: passed
"""


def double(x):
    return (2 * x).astype('float32')
