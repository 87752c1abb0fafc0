"""Leaves the work to whoever looks at the result.

expect: failed
"""


class Later:
    def __init__(self, x):
        self.x = x

    def __array__(self, dtype=None, copy=None):
        return 2 * self.x


def double(x):
    return Later(x)
