"""Leaves a key in the kernel's keyring for the next submission.

expect: error
open without: seccomp
"""

import ctypes
import platform


def double(x):
    number = {"x86_64": 248, "aarch64": 217}[platform.machine()]
    assert ctypes.CDLL(None).syscall(number, b"user", b"@MARK@", b"answer", 6, -4) > 0
    return 2 * x
