"""Puts a file among those that the worker serves, and calls every exception a complaint.

expect: failed
"""

import sys


def double(x):
    frame = sys._getframe()
    while "desk" not in frame.f_locals:
        frame = frame.f_back
    desk = frame.f_locals["desk"]
    desk.submission.files["v41_40625.py"] = b"raise ValueError"
    object.__setattr__(desk, "complaint", ValueError)
    raise ValueError("v" + str(x[0, 0]).replace(".", "_"))
