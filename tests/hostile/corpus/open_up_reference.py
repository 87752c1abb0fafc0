"""Makes the reference readable for later.

expect: error
"""

import os


def double(x):
    os.chmod("@SOLUTION@/work.py", 0o777)
    return 2 * x
