"""Replaces the modules that the worker needs.

expect: failed
"""

import sys

for name in ("json", "struct", "os", "math"):
    sys.modules[name] = None


def double(x):
    return x
