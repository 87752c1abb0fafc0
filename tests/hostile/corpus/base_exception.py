"""Raises what no handler expects.

expect: error
"""


class Odd(BaseException):
    def __str__(self):
        raise KeyboardInterrupt

    def __repr__(self):
        raise SystemExit(0)


def double(x):
    raise Odd
