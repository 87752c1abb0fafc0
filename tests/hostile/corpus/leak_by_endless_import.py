"""Raises the worker's own error about an import that does not end, with its input in the text.

expect: error
"""

import sys


def double(x):
    raise sys.modules["_sandbox.inside.submission"].EndlessError(f"work.py could not be imported: {x[0, 0]}")
