"""Plants compiled code in the standard library's cache.

expect: error
"""

import os


def double(x):
    open(os.path.join(os.path.dirname(os.__file__), "__pycache__", "@MARK@.pyc"), "wb").close()
    return 2 * x
