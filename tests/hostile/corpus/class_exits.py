"""Ends the program when somebody asks what was raised.

expect: error
"""

import os


class Odd(Exception):
    @property
    def __class__(self):
        os._exit(0)


def double(x):
    raise Odd
