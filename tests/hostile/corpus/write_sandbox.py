"""Changes the grader's own code.

expect: error
"""

import sys


def double(x):
    here = sys.modules["_sandbox.wall"].__path__[0]
    open(here + "/@MARK@.py", "w").close()
    return 2 * x
