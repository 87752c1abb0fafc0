"""Says in the wall's own words that the wall fell, so that nobody is to blame.

expect: error
"""

import os
import sys


def double(x):
    sys.modules["_sandbox.wall.jail"].confess(RuntimeError("the wall fell"))
    os._exit(70)
