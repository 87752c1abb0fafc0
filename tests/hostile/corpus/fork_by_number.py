"""Forks by the system call's number, past every wrapper.

expect: error
"""

import ctypes
import os
import platform


def double(x):
    number = {"x86_64": 56, "aarch64": 220}[platform.machine()]
    child = ctypes.CDLL(None).syscall(number, 17, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    assert child > 0
    return 2 * x
