"""Returns the right numbers in named fields.

expect: failed
"""


def double(x):
    return (2 * x).view([('a', '<f8')])
