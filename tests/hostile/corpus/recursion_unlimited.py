"""Calls itself forever with Python's limit taken away.

expect: error
needs: limits
"""

import sys


def double(x):
    sys.setrecursionlimit(10**9)

    class Deep:
        def __getattr__(self, name):
            return getattr(self, name)

    return Deep().x
