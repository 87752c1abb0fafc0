"""Ends the program whenever garbage is collected, and poisons Python's own functions.

expect: error
"""

import builtins
import gc


def leave(phase, information):
    raise SystemExit


def double(x):
    gc.callbacks.append(leave)
    gc.set_threshold(1)
    builtins.isinstance = lambda *arguments: True
    builtins.len = lambda value: 10**9
    builtins.sum = lambda *values: 0
    builtins.str = bytes
    builtins.dict = list
    return x
