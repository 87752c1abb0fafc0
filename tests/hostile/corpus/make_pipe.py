"""Makes a named pipe in /tmp for somebody to hang on.

expect: error
"""

import os


def double(x):
    os.mkfifo("/tmp/@MARK@")
    return 2 * x
