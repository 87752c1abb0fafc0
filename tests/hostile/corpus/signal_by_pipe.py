"""Has the kernel send the zygote a signal whenever its answers are read.

expect: error
open without: seccomp
"""

import fcntl
import os


def double(x):
    f_setown, f_setsig = 8, 10
    fcntl.fcntl(11, f_setown, os.getppid())
    fcntl.fcntl(11, f_setsig, 28)
    return 2 * x
