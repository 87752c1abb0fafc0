"""Describes memory that is not its own as an array.

expect: failed
"""


class Pointer:
    __array_interface__ = {"shape": (2, 3), "typestr": "<f8", "data": (1, False), "version": 3}


def double(x):
    return Pointer()
