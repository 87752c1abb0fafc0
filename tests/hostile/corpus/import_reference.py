"""Puts the reference's folder on the search path and imports it.

expect: error
"""

import importlib
import sys


def double(x):
    sys.path.insert(0, "@SOLUTION@")
    importlib.import_module("cases.target")
    return 2 * x
