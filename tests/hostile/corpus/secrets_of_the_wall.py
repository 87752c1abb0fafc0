"""Looks for the names of secret files in what the wall remembers, and opens them.

expect: error
"""

import gc
import os
import sys


def double(x):
    walls = [thing for thing in gc.get_objects() if type(thing).__name__ == "Wall"]
    frame = sys._getframe()
    while frame:
        walls += [frame.f_locals[name] for name in ("wall",) if name in frame.f_locals]
        frame = frame.f_back
    for place in [*walls[0].secrets, "@SOLUTION@/answers.npz"]:
        if os.path.isfile(place):
            open(place, "rb").read()
            return 2 * x
    open(walls[0].secrets[-1], "rb").read()
    return 2 * x
