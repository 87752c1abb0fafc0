"""Lists the machine's processes.

expect: error
open without: landlock
"""

import os


def double(x):
    os.listdir("/proc")
    return 2 * x
