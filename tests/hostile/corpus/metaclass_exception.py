"""Raises an exception whose very class is hostile.

expect: error
"""


class Meta(type):
    @property
    def __name__(cls):
        raise SystemExit(0)

    def __instancecheck__(cls, instance):
        raise SystemExit(0)


class Odd(Exception, metaclass=Meta):
    pass


def double(x):
    raise Odd
