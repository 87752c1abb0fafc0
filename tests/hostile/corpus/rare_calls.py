"""Tries system calls that have let programs out before.

expect: error
open without: seccomp
"""

import ctypes
import platform


def double(x):
    io_uring, bpf, perf, fault, personality = {
        "x86_64": (425, 321, 298, 323, 135),
        "aarch64": (425, 280, 241, 282, 92),
    }[platform.machine()]
    libc = ctypes.CDLL(None)
    room = ctypes.create_string_buffer(256)
    tried = [
        libc.syscall(io_uring, 4, room),
        libc.syscall(bpf, 0, room, 64),
        libc.syscall(perf, room, 0, -1, -1, 0),
        libc.syscall(fault, 1),
        libc.syscall(personality, 0x0040000),
    ]
    assert any(answer >= 0 for answer in tried)
    return 2 * x
