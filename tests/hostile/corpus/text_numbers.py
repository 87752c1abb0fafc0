"""Returns the right numbers as text.

expect: failed
"""


def double(x):
    return (2 * x).astype(str)
