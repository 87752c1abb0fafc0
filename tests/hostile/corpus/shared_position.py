"""Looks whether its empty input is the one that the zygote and every other worker have.

expect: error
open without: seccomp
"""

import fcntl


def double(x):
    fcntl.flock(0, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return 2 * x
