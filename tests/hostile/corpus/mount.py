"""Mounts a file system of its own.

expect: error
"""

import ctypes


def double(x):
    assert ctypes.CDLL(None).mount(b"none", b"/mnt", b"tmpfs", 0, None) == 0
    return 2 * x
