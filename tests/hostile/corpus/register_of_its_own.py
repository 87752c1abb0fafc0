"""Sets a register that only an operating system has a use for.

expect: error
open without: seccomp
"""

import ctypes
import platform


def double(x):
    assert platform.machine() == "x86_64" and ctypes.CDLL(None).syscall(158, 0x1001, 0) == 0
    return 2 * x
