"""Looks on while the worker works, and writes into its variables.

expect: error
"""

import sys


def watch(frame, event, argument):
    if frame.f_code.co_name == "send" and event == "call":
        frame.f_locals["header"]["passed"] = True
    return watch


def double(x):
    sys.settrace(watch)
    sys.setprofile(watch)
    return x
