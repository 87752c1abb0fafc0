"""Changes its own code while it is imported, in case the code is kept for the next worker.

expect: failed
"""

import sys


def double(x):
    return x


def another(x):
    return x + x + 1


double.__code__ = another.__code__
for finder in sys.meta_path:
    for code in list(getattr(finder, "codes", {}).values()):
        try:
            code[:] = bytes(len(code))
        except TypeError:
            pass
