"""Puts a file among those that the worker serves, and calls every exception a complaint.

expect: failed
"""

import sys


def double(x):
    frame = sys._getframe()
    while "state" not in frame.f_locals:
        frame = frame.f_back
    state = frame.f_locals["state"]
    state.finder.files["v41_40625.py"] = b"raise ValueError"
    object.__setattr__(state, "complaint", ValueError)
    raise ValueError("v" + str(x[0, 0]).replace(".", "_"))
