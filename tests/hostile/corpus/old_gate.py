"""Makes system calls through the gate of 32-bit programs.

expect: error
needs: seccomp
"""

import ctypes
import mmap


def double(x):
    memory = mmap.mmap(-1, 4096, prot=7)
    memory.write(b"\xb8\x02\x00\x00\x00\xcd\x80\xc3")
    fork = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))
    if fork() >= 0:
        return 2 * x
    return x
