"""Returns complex numbers.

expect: failed
"""


def double(x):
    return 2 * x + 0j
