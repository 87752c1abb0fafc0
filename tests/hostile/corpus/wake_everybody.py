"""Makes every processor of the machine stop for a moment, which others could measure.

expect: error
open without: seccomp
"""

import ctypes
import platform


def double(x):
    number = {"x86_64": 324, "aarch64": 283}[platform.machine()]
    assert ctypes.CDLL(None).syscall(number, 1, 0, 0) == 0
    return 2 * x
