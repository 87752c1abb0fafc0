"""Hides memory that is not its own in a list.

expect: error
"""


class Pointer:
    __array_interface__ = {"shape": (3,), "typestr": "<f8", "data": (1, False), "version": 3}


def double(x):
    return [Pointer(), Pointer()]
