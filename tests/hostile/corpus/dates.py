"""Returns dates that look like numbers.

expect: failed
"""


def double(x):
    return (2 * x).astype('datetime64[s]')
