"""Copies the zygote's memory by a system call.

expect: error
"""

import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None)
    here = ctypes.create_string_buffer(8)
    local = (ctypes.c_void_p * 2)(ctypes.addressof(here), 8)
    remote = (ctypes.c_void_p * 2)(id(None), 8)
    assert libc.process_vm_readv(os.getppid(), local, 1, remote, 1, 0) == 8
    return 2 * x
