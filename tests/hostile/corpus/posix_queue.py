"""Leaves a POSIX message queue for the next submission.

expect: error
"""

import ctypes
import platform


def double(x):
    number = {"x86_64": 240, "aarch64": 180}[platform.machine()]
    assert ctypes.CDLL(None).syscall(number, b"@MARK@", 0o102, 0o666, None) >= 0
    return 2 * x
