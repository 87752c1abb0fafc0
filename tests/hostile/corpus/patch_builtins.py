"""Replaces Python's own functions.

expect: error
"""

import builtins

builtins.isinstance = lambda *args: True
builtins.len = lambda *args: 0
builtins.sum = lambda *args: 0


def double(x):
    return x
