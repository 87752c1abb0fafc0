"""The system calls that numpy needs, as a filter for the kernel: :func:`program` assembles it.

Everything not on the list fails with EPERM. A few calls are allowed for some arguments only. The program is classic
BPF, eight bytes an instruction, assembled here for the processor at hand, so no library and no compiler is needed.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Iterable

from . import kernel

PR_SET_SECCOMP, MODE_FILTER = 22, 2

# name: number on x86_64, number on aarch64; None where the processor has no such call.
ALLOWED: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67), "pwrite64": (18, 68),
    "close": (3, 57), "close_range": (436, 436), "fstat": (5, 80), "newfstatat": (262, 79), "statx": (332, 291),
    "lseek": (8, 62), "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "mremap": (25, 216),
    "brk": (12, 214), "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139), "sigaltstack": (131, 132), "stat": (4, None), "lstat": (6, None), "access": (21, None),
    "faccessat": (269, 48), "faccessat2": (439, 439), "readlink": (89, None), "readlinkat": (267, 78),
    "getdents64": (217, 61), "getcwd": (79, 17), "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24),
    "set_robust_list": (273, 99), "rseq": (334, 293), "getrandom": (318, 278),
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169), "time": (201, None), "times": (100, 153), "getrusage": (98, 165), "exit": (60, 93),
    "exit_group": (231, 94), "getpid": (39, 172), "gettid": (186, 178), "getppid": (110, 173), "getuid": (102, 174),
    "geteuid": (107, 175), "getgid": (104, 176), "getegid": (108, 177), "getresuid": (118, 148),
    "getresgid": (120, 150), "getgroups": (115, 158), "getpgrp": (111, None),
    "uname": (63, 160), "sysinfo": (99, 179), "sched_yield": (24, 124),
    "getcpu": (309, 168), "poll": (7, None), "ppoll": (271, 73),
    "select": (23, None), "pselect6": (270, 72), "epoll_create1": (291, 20), "epoll_ctl": (233, 21),
    "epoll_wait": (232, None), "epoll_pwait": (281, 22), "restart_syscall": (219, 128), 
    "set_tid_address": (218, 96), "setitimer": (38, 103), "getitimer": (36, 102),
    "alarm": (37, None), "get_mempolicy": (239, 236), "statfs": (137, 43),
    "fstatfs": (138, 44), "umask": (95, 166),
}  # fmt: skip
"""What numpy's own tests need.

Nothing here lets a worker reach another process, or leave a trace that a later worker could read: it cannot drop a file
from the page cache (``fadvise64``, and some advice of ``madvise``), change flags that it shares with other processes
(``F_SETFL``), wait for or wake another process (a ``futex`` that is not private, on a page of a library that both have
mapped), or ask about a process by its number. ``clock_nanosleep`` and ``futex`` are there because ``time.sleep`` and
Python's own locks need them.
"""

OPEN, OPENAT = (2, None), (257, 56)
PRLIMIT = (302, 261)
ABSENT = {"clone3": (435, 435), "openat2": (437, 437)}

CLOCKS = (
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    11,
)  # the machine's and our own; never a clock that belongs to a process by its number
ONLY: dict[str, tuple[tuple[int | None, int | None], int, tuple[int, ...]]] = {
    "clock_gettime": ((228, 113), 0, CLOCKS),
    "clock_getres": ((229, 114), 0, CLOCKS),
    "clock_nanosleep": ((230, 115), 0, CLOCKS),
    "getpgid": ((121, 155), 0, (0,)),
    "getsid": ((124, 156), 0, (0,)),
    "sched_getaffinity": ((204, 123), 0, (0,)),
    # pipes as everybody has them, never one that the kernel writes notes into
    "pipe2": ((293, 59), 1, (0, 0x800, 0x80000, 0x80800)),
    # wait, wake and requeue, within this process; the last one waits by the time of day
    "futex": ((202, 98), 1, (128, 129, 131, 132, 133, 137, 138, 393)),
    # how memory will be used, that it is not needed, large pages, forks and dumps; not: drop it from the page cache
    "madvise": ((28, 233), 2, (0, 1, 2, 3, 4, 8, 10, 11, 14, 15, 16, 17)),
    # get parent-death signal, dumpable, set and get name, seccomp, no-new-privileges
    "prctl": ((157, 167), 0, (2, 3, 15, 16, 21, 39)),
    # duplicate, get flags and set close-on-exec; never ask for signals, nor change what a description shares
    "fcntl": ((72, 25), 1, (0, 1, 2, 3, 1030)),
    # ask a terminal for its settings and size, close on exec
    "ioctl": ((16, 29), 1, (0x5401, 0x5413, 0x5451)),
}
"""Calls that are allowed for some values of one argument: numbers, which argument, and the values."""

WRITING = 0o1 | 0o2 | 0o100 | 0o1000 | 0o20000000  # write only, read and write, create, truncate, nameless file

MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
X32_BIT = 0x40000000

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, MACHINE_AT, ARGUMENTS_AT = 0, 4, 16
KILL_PROCESS, ALLOW, FAIL = 0x80000000, 0x7FFF0000, 0x00050000

Instruction = tuple[int, int, int, int]
"""Operation, how far to jump when it holds, how far when it does not, and a constant."""


def supported() -> bool:
    """Whether this kernel filters system calls and the list is known for this processor."""
    if platform.machine() not in MACHINES:
        return False
    try:
        return kernel.prctl(kernel.PR_GET_SECCOMP) in (0, 2)
    except OSError:
        return False


def program(machine: str, read_only: bool) -> bytes:
    """The filter for a processor; `read_only` also denies every opening of a file for writing."""
    column, architecture = MACHINES[machine]
    writing = WRITING if read_only else 0
    # Another processor's call numbers mean other calls: no answer but the end.
    code = [(LOAD, 0, 0, MACHINE_AT), (EQUAL, 1, 0, architecture), _return(KILL_PROCESS), (LOAD, 0, 0, NUMBER_AT)]
    if machine == "x86_64":  # which has a second set of numbers for the same calls
        code += [(AT_LEAST, 0, 1, X32_BIT), _return(FAIL | errno.EPERM)]
    for name in ABSENT:
        code += _when(ABSENT[name][column], [_return(FAIL | errno.ENOSYS)])
    for numbers in ALLOWED.values():
        code += _when(numbers[column], [_return(ALLOW)])
    code += _when(OPEN[column], _without_bits(1, writing))
    code += _when(OPENAT[column], _without_bits(2, writing))
    for numbers, argument, values in ONLY.values():
        code += _when(numbers[column], _one_of(argument, values))
    code += _when(PRLIMIT[column], [*_is_null(0), *_is_null(2), _return(ALLOW)])
    code.append(_return(FAIL | errno.EPERM))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def _return(verdict: int) -> Instruction:
    return RETURN, 0, 0, verdict


def _when(number: int | None, then: list[Instruction]) -> list[Instruction]:
    """Do `then` for this call and pass over it for the others."""
    return [] if number is None else [(EQUAL, 0, len(then), number), *then]


def _argument(index: int, half: int = 0) -> Instruction:
    return LOAD, 0, 0, ARGUMENTS_AT + 8 * index + 4 * half


def _one_of(index: int, values: Iterable[int]) -> list[Instruction]:
    chosen = [line for value in values for line in ((EQUAL, 0, 1, value), _return(ALLOW))]
    return [_argument(index), *chosen, _return(FAIL | errno.EPERM)]


def _without_bits(index: int, bits: int) -> list[Instruction]:
    return [_argument(index), (ANY_BIT, 0, 1, bits), _return(FAIL | errno.EPERM), _return(ALLOW)]


def _is_null(index: int) -> list[Instruction]:
    """Go on only if the argument is zero: no other process, nothing to set."""
    denied = _return(FAIL | errno.EPERM)
    low, high = _argument(index), _argument(index, 1)
    return [low, (EQUAL, 1, 0, 0), denied, high, (EQUAL, 1, 0, 0), denied]


class Filter(ctypes.Structure):
    """The kernel's ``sock_fprog``: a length and where the program is."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def ready(code: bytes) -> Filter:
    """The program as the kernel wants it, made once and used by every worker."""
    return Filter(len(code) // 8, code)


def restrict(filter_: Filter) -> None:
    """Put this process under the filter, for good."""
    kernel.prctl_at(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(filter_))
