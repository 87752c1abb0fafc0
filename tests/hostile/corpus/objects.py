"""Returns the right numbers as objects.

expect: failed
"""


def double(x):
    return (2 * x).astype(object)
